import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { publishEvents } from '#lib/event-bus/publish-events.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Tracer } from '#lib/telemetry/tracer.ts'

/** Gives what publishes notices to `push.notices`, each pair in order. */
export function publishNotices(
  bus: BusWriter,
  tracer?: Tracer,
): (notices: readonly PushEvent[]) => Promise<void> {
  return (notices) => publishEvents(notices, { bus, topic: NOTICES, tracer })
}
