import { openBusReader } from '#lib/event-bus/open.ts'
import type { ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import { tryDecodeLetter, type DeadLetter } from '#lib/events/dead-letter.ts'
import { readToEnd } from './read-to-end.ts'

/** A dead letter and its place in `push.dead`. */
export interface PlacedLetter extends DeadLetter {
  /** `partition:offset`. */
  readonly place: string
  /** In milliseconds since 1970. */
  readonly buriedAt: number
}

/**
 * Passes every letter that is in `push.dead` now to `see`, oldest first in each partition. It ends early when `see` returns true.
 *
 * @throws {UnavailableError} when the bus cannot be read.
 * @throws {VerbError} when no record arrives for 30 seconds.
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
  // Another program wrote this record. Show it anyway.
  return {
    ...placed,
    reason: 'not a dead letter of this platform',
    original: value,
    deliveries: 0,
    appendedAt: timestamp,
  }
}
