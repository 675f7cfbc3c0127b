import type { ReceivedRecord, RecordBatch } from '#lib/event-bus/event-bus.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** A decoded record of the bus. */
export interface TailRow {
  readonly record: ReceivedRecord
  readonly event: PushEvent
}

/** Totals since the start of this process. */
export interface TailTotals {
  readonly events: number
  readonly matches: number
  readonly rings: number
}

/** The records of the bus, for any number of viewers. */
export interface Tail {
  /** Calls `see` with each record from now on; gives the function that ends this. */
  follow(see: (row: TailRow) => void): () => void
  /** The last records, oldest first. */
  recent(): readonly TailRow[]
  /** Events per second by type, over the last 10 full seconds; limited to the most frequent types. */
  rates(): Readonly<Record<string, number>>
  totals(): TailTotals
}

const WINDOW_SECONDS = 10
// Clients choose types freely, so their number needs a limit.
const RATES_MAX = 24
const SECOND_MS = 1_000
const RECENT_MAX = 50

/** Opens a tail, and the handler that gets the batches; one reader serves all viewers, so viewers cause no load on the bus. */
export function openTail(log: Logger): Tail & { readonly take: (batch: RecordBatch) => Promise<void> } {
  const viewers = new Set<(row: TailRow) => void>()
  const seconds = new Map<number, Map<string, number>>()
  const totals = { events: 0, matches: 0, rings: 0 }
  const recent: TailRow[] = []

  function count(topic: string, { type }: PushEvent): void {
    if (topic === NOTICES.name && type === 'match.found') totals.matches += 1
    if (topic !== EVENTS.name) return
    totals.events += 1
    if (type === 'mtf') totals.rings += 1
    const now = Math.floor(Date.now() / SECOND_MS)
    const second = seconds.get(now) ?? new Map<string, number>()
    seconds.set(now, second.set(type, (second.get(type) ?? 0) + 1))
    for (const old of seconds.keys()) if (old < now - WINDOW_SECONDS) seconds.delete(old)
  }

  return {
    follow(see) {
      viewers.add(see)
      return () => viewers.delete(see)
    },
    recent: () => [...recent],
    rates() {
      const now = Math.floor(Date.now() / SECOND_MS)
      const sums = new Map<string, number>()
      for (const [second, counts] of seconds) {
        // Leave out the current second, which is not complete.
        if (second < now - WINDOW_SECONDS || second === now) continue
        for (const [type, more] of counts) sums.set(type, (sums.get(type) ?? 0) + more)
      }
      return Object.fromEntries(
        [...sums]
          .sort(([, a], [, b]) => b - a)
          .slice(0, RATES_MAX)
          .map(([type, sum]) => [type, sum / WINDOW_SECONDS]),
      )
    },
    totals: () => ({ ...totals }),
    take({ records }) {
      for (const record of records) {
        try {
          const event = decodeEvent(record.value)
          count(record.topic, event)
          recent.push({ record, event })
          if (recent.length > RECENT_MAX) recent.shift()
          for (const see of viewers) see({ record, event })
        } catch (error) {
          log.warn('cannot show record', {
            topic: record.topic,
            partition: record.partition,
            offset: record.offset,
            reason: messageOf(error),
          })
        }
      }
      return Promise.resolve()
    },
  }
}
