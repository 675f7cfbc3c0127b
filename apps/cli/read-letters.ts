import { openBusReader } from '#lib/event-bus/open.ts'
import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import { tryDecodeLetter, type DeadLetter } from '#lib/events/dead-letter.ts'
import { readToEnd } from './read-to-end.ts'

/** A dead letter, and where it lies. */
export interface PlacedLetter extends DeadLetter {
  /** `partition:offset` in `push.dead`. */
  readonly place: string
  /** In milliseconds since 1970. */
  readonly buriedAt: number
}

/**
 * Shows every letter that lies in `push.dead` now to `see`, each partition from the oldest on, until one is the last that it
 * wants: then it answers true.
 *
 * @throws {UnavailableError} when the bus cannot be read.
 * @throws {VerbError} when it falls silent.
 */
export async function readLetters(busUrl: string, see: (letter: PlacedLetter) => boolean): Promise<void> {
  const reader = await openBusReader(busUrl, {
    group: `dead-${process.pid}`,
    topics: [DEAD.name],
    from: 'earliest',
    isCommitting: false,
  })
  try {
    await readToEnd(reader, (record) => see(letterOf(record)), { what: 'dead letters' })
  } finally {
    await reader.close()
  }
}

function letterOf({ partition, offset, timestamp, value }: ReceivedRecord): PlacedLetter {
  const placed = { place: `${partition}:${offset}`, buriedAt: timestamp }
  const letter = tryDecodeLetter(value)
  if (letter !== undefined) return { ...placed, ...letter }
  // Whoever wrote that: it lies there, and is shown.
  return {
    ...placed,
    reason: 'no dead letter of ours',
    original: value,
    deliveries: 0,
    appendedAt: timestamp,
  }
}
