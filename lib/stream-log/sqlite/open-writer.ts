import { openStream } from '#lib/stream-log/sqlite/open-stream.ts'
import type { StreamWriter } from '#lib/stream-log/stream-log.ts'

/**
 * The writing side of the stream in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteWriter(url: string): StreamWriter {
  const { log, slot } = openStream(url)
  return {
    async append(values) {
      if (values.length > 0) await log.append(values.map((value) => ({ slot, value })))
    },
    check: log.check,
    fillLevel: () => Promise.resolve(undefined),
    close: log.close,
  }
}
