import { decodeEvent } from '#lib/events/decode-event.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Platform } from './platform.ts'

/** All events on the bus of a platform, per partition in order, replayed copies left out. */
export async function readBus({ busUrl }: Pick<Platform, 'busUrl'>): Promise<PushEvent[]> {
  const events: PushEvent[] = []
  let count = 0
  const reader = await openBusReader(busUrl, {
    group: 'reader-of-tests',
    topics: [EVENTS.name],
    from: 'earliest',
    isCommitting: false,
  })
  const end = (await reader.lag()).reduce((sum, partition) => sum + partition.end, 0)
  await new Promise<void>((resolve, reject) => {
    if (end === 0) resolve()
    reader
      .run(async ({ records }) => {
        count += records.length
        for (const { value } of records) {
          const event = decodeEvent(value)
          if (event.replay === undefined) events.push(event)
        }
        if (count >= end) resolve()
      })
      .catch(reject)
  })
  await reader.close()
  return events
}
