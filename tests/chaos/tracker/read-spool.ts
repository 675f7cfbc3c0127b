import { readFileSync } from 'node:fs'
import { readPart } from '#lib/spool/read-part.ts'
import { listSegments } from '#lib/spool/segments.ts'
import { listSlots } from '#lib/spool/slots.ts'

const ALL = { valuesMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER }

/** Reads all values in a spool. */
export async function readSpool(root: string): Promise<string[]> {
  const segments = await Promise.all((await listSlots(root)).map(listSegments))
  return segments.flat().flatMap(({ path }) => readPart(readFileSync(path), 0, ALL).values)
}
