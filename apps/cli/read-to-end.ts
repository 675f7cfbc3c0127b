import type { BusReader, ReceivedRecord, RecordBatch } from '#lib/event-bus/event-bus.ts'
import { VerbError } from './verb-error.ts'

/** Options of `readToEnd()`. */
export interface ReadToEndOptions {
  /** Names the data in error messages. */
  readonly what: string
  /** Ends the reading early. */
  readonly signal?: AbortSignal | undefined
}

const SILENCE_MS_MAX = 30_000

/**
 * Passes records to `see`, in order within each partition, up to the end that the topic has now. It ends early when `see` returns
 * true or the signal aborts.
 *
 * @throws {UnavailableError} when the bus cannot be read.
 * @throws {VerbError} when no record arrives for 30 seconds before the end.
 */
export async function readToEnd(
  reader: BusReader,
  see: (record: ReceivedRecord) => boolean | Promise<boolean>,
  { what, signal }: ReadToEndOptions,
): Promise<void> {
  const ends = new Map<string, number>()
  const nameOf = (topic: string, partition: number) => `${topic}:${partition}`
  for (const { topic, partition, end, lag } of await reader.lag()) {
    if (lag > 0) ends.set(nameOf(topic, partition), end)
  }
  if (ends.size === 0) return
  const over = Promise.withResolvers<undefined>()
  const stop = () => over.resolve(undefined)
  if (signal?.aborted === true) return
  signal?.addEventListener('abort', stop, { once: true })
  const watchdog = watchSilence(() => over.reject(silent(what, ends.size)))
  let isOver = false

  async function take({ topic, partition, records }: RecordBatch): Promise<void> {
    watchdog.refresh()
    const name = nameOf(topic, partition)
    const end = ends.get(name) ?? 0
    for (const record of records) {
      if (isOver || signal?.aborted === true || record.offset >= end) break
      if (await see(record)) isOver = true
      watchdog.refresh()
    }
    const last = records.at(-1)
    if (last !== undefined && last.offset + 1 >= end) ends.delete(name)
    if (isOver || ends.size === 0) stop()
  }

  try {
    await Promise.race([over.promise, reader.run(take).then(() => over.promise)])
  } finally {
    watchdog.stop()
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

function silent(what: string, partitions: number): VerbError {
  return new VerbError(
    `Cannot read ${what}: no record arrived for ${SILENCE_MS_MAX / 1_000} s, and ${partitions} partitions are not at their end`,
    'Does the bus work? Try again; push lag shows whether it answers.',
  )
}
