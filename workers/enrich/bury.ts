import { RefusedError } from '#lib/errors/refused-error.ts'
import type { BusRecord, BusWriter } from '#lib/event-bus/event-bus.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import type { DeadLetter } from '#lib/events/dead-letter.ts'
import type { StreamEntry } from '#lib/stream-log/stream-log.ts'
import { cutText } from '#lib/text/cut-text.ts'

/** An entry to bury, with the reason. */
export interface ToBury {
  readonly entry: StreamEntry
  readonly reason: string
}

// In characters. The first fits the record limit of usual brokers for any number of bytes per character; the second fits
// every broker.
const ORIGINAL_LENGTH_MAX = 131_072
const SHORT_LENGTH_MAX = 1_000

/** Publishes entries to `push.dead`, with the reason and the original, which is cut when the bus refuses its size. */
export async function bury(dead: readonly ToBury[], bus: BusWriter): Promise<void> {
  if (dead.length === 0) return
  try {
    await bus.publish(DEAD.name, recordsOf(dead, ORIGINAL_LENGTH_MAX))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    await bus.publish(DEAD.name, recordsOf(dead, SHORT_LENGTH_MAX))
  }
}

function recordsOf(dead: readonly ToBury[], lengthMax: number): BusRecord[] {
  const timestamp = Date.now()
  return dead.map(({ entry: { token, value, deliveries, appendedAt }, reason }) => {
    const letter: DeadLetter = {
      reason: cutText(reason, SHORT_LENGTH_MAX),
      original: cutText(value, lengthMax),
      ...(value.length > lengthMax && { originalLength: value.length }),
      deliveries,
      appendedAt,
    }
    return { key: token, value: JSON.stringify(letter), timestamp }
  })
}
