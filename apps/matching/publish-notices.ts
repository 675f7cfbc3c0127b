import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { partitionKey } from '#lib/events/partition-key.ts'

/** Gives what publishes notices to `push.notices`, each pair in order. */
export function publishNotices(bus: BusWriter): (notices: readonly PushEvent[]) => Promise<void> {
  return (notices) =>
    bus.publish(
      NOTICES.name,
      notices.map((notice) => ({
        key: partitionKey(notice),
        value: JSON.stringify(notice),
        timestamp: notice.data.meta.receivedAt,
      })),
    )
}
