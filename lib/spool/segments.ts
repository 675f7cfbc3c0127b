import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

const NAME = /^\d{12}\.segment$/u
const DAMAGED = /^\d{12}\.segment\.damaged$/u

/** A file of the spool. */
export interface Segment {
  readonly path: string
  /** Its place in the order of time: older segments have lower numbers. */
  readonly number: number
  readonly bytes: number
}

/** The path of a segment. */
export function segmentPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(12, '0')}.segment`)
}

/** The number in a segment's path. */
export function numberOf(path: string): number {
  return Number.parseInt(basename(path), 10)
}

/** The segments of a folder, oldest first. */
export async function listSegments(folder: string): Promise<Segment[]> {
  const paths = (await readdir(folder)).filter((name) => NAME.test(name)).map((name) => join(folder, name))
  const segments = await Promise.all(
    paths
      .map((path) => ({ path, number: numberOf(path) }))
      .toSorted((a, b) => a.number - b.number)
      .map(async ({ path, number }): Promise<Segment[]> => {
        // A missing file was drained meanwhile.
        const found = await stat(path).catch(() => undefined)
        return found === undefined ? [] : [{ path, number, bytes: found.size }]
      }),
  )
  return segments.flat()
}

/** The new name of a segment that the disk damaged: its readable part was drained, the rest is for a person. */
export function damagedPath(path: string): string {
  return `${path}.damaged`
}

/** The segments of a folder that the disk damaged. */
export async function listDamaged(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => DAMAGED.test(name)).map((name) => join(folder, name))
}
