import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { wallClockMs } from './wall-clock.ts'

/** An event that was seen on the bus. */
export interface Seen {
  /** When it was seen, by our clock: the time of a record is the tracker's, not that of the bus. */
  readonly atMs: number
  readonly event: PushEvent
}

/** A viewer of all events on the bus. */
export interface BusWatch {
  /** A ping, by the id of its event. */
  ping(id: string): Seen | undefined
  /** The notice of a match, by the pair that matched. */
  notice(pair: string): Seen | undefined
  close(): Promise<void>
}

/** Starts a viewer of the bus: it shares no partitions with the stations, and commits nothing. */
export async function watchBus(url: string): Promise<BusWatch> {
  const pings = new Map<string, Seen>()
  const notices = new Map<string, Seen>()
  const reader = await openBusReader(url, {
    group: 'bench',
    topics: [EVENTS.name, NOTICES.name],
    from: 'latest',
    isCommitting: false,
  })
  await reader.run(({ topic, records }) => {
    const atMs = wallClockMs()
    for (const { value } of records) {
      const event = decodeEvent(value)
      if (topic === EVENTS.name) pings.set(event.id, { atMs, event })
      else notices.set(event.subject ?? '', { atMs, event })
    }
    return Promise.resolve()
  })
  return {
    ping: (id) => pings.get(id),
    notice: (pair) => notices.get(pair),
    close: () => reader.close(),
  }
}
