import type { AckLevel } from '../keep/event-keeper.ts'
import type { TrackerOptions } from '../options.ts'

/**
 * Keeps the entries of a call in one append; resolves when they are safe.
 *
 * @throws {UnavailableError} when neither the stream nor the spool takes them.
 */
export type KeepAppend = (request: Request, entries: readonly string[]) => Promise<AckLevel>

/** Creates the last step: it keeps the entries of a call, in a span if the call is traced. */
export function createAppendKeeper({
  keeper,
  traces,
}: Pick<TrackerOptions, 'keeper' | 'traces'>): KeepAppend {
  return function keepAppend(request, entries) {
    return traces === undefined
      ? keeper.keep(entries)
      : traces.keep(request, entries.length, () => keeper.keep(entries))
  }
}
