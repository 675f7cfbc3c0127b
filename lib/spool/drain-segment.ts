import { readFile, rename, rm } from 'node:fs/promises'
import { readPart } from '#lib/spool/read-part.ts'
import { damagedPath, type Segment } from '#lib/spool/segments.ts'

/** How far a segment was drained. */
export interface Drained {
  /** Where the next part begins. */
  at: number
  damagedBytes: number
}

// Small enough for an engine that has just come back, and for the event loop between two parts.
const PART = { valuesMax: 500, bytesMax: 262_144 }

/**
 * Hands the values of a segment to `keep`, part by part, from where the last drain ended, and removes the segment. A damaged
 * segment is renamed instead. Returns the number of damaged bytes.
 *
 * @throws the error of `keep`; `drained` then says how far the drain came.
 */
export async function drainSegment(
  { path }: Segment,
  drained: Drained,
  keep: (values: readonly string[]) => Promise<void>,
): Promise<number> {
  const bytes = await readFile(path)
  while (drained.at < bytes.length) {
    const { values, end, damagedBytes } = readPart(bytes, drained.at, PART)
    if (values.length > 0) await keep(values)
    drained.at = end
    drained.damagedBytes += damagedBytes
  }
  await (drained.damagedBytes > 0 ? rename(path, damagedPath(path)) : rm(path))
  return drained.damagedBytes
}
