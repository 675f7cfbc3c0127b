import { openBusReader } from '#lib/event-bus/open.ts'
import type { Batch, ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import { tryDecodeLetter, type DeadLetter } from '#lib/events/dead-letter.ts'
import { VerbError } from './verb-error.ts'

/** A dead letter, and where it lies. */
export interface PlacedLetter extends DeadLetter {
  /** `partition:offset` in `push.dead`. */
  readonly place: string
  /** In milliseconds since 1970. */
  readonly buriedAt: number
}

const SILENCE_MS_MAX = 30_000

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
    const ends = new Map<number, number>()
    for (const { partition, end, lag } of await reader.lag()) if (lag > 0) ends.set(partition, end)
    if (ends.size === 0) return
    const over = Promise.withResolvers<undefined>()
    const watchdog = watchSilence(() => over.reject(silent(ends.size)))

    async function take({ partition, records }: Batch): Promise<void> {
      watchdog.refresh()
      for (const record of records) {
        if (record.offset < (ends.get(partition) ?? 0) && see(letterOf(record))) over.resolve(undefined)
      }
      const last = records.at(-1)
      if (last !== undefined && last.offset + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition)
      if (ends.size === 0) over.resolve(undefined)
    }

    try {
      await Promise.race([over.promise, reader.run(take).then(() => over.promise)])
    } finally {
      watchdog.stop()
    }
  } finally {
    await reader.close()
  }
}

function watchSilence(onSilent: () => void): { readonly refresh: () => void; readonly stop: () => void } {
  let timer = setTimeout(onSilent, SILENCE_MS_MAX)
  return {
    refresh() {
      clearTimeout(timer)
      timer = setTimeout(onSilent, SILENCE_MS_MAX)
    },
    stop: () => clearTimeout(timer),
  }
}

function silent(partitions: number): VerbError {
  return new VerbError(
    `Cannot read dead letters: nothing came for ${SILENCE_MS_MAX / 1_000} s, and ${partitions} partitions are not at their end`,
    'Is the bus well? Try again; push lag says whether it answers.',
  )
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
