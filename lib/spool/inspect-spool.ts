import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { readPart } from '#lib/spool/read-part.ts'
import { listDamaged, listSegments } from '#lib/spool/segments.ts'
import { listSlots, trySlot } from '#lib/spool/slots.ts'

/** What waits in a slot of a spool, that is, what one process left there. */
export interface SlotContent {
  readonly slot: string
  /** Whether a process holds it now; what waits is then drained by that. */
  readonly isHeld: boolean
  readonly segments: number
  readonly events: number
  readonly bytes: number
  /** When the oldest segment was last written, in milliseconds since 1970; undefined where there is none. */
  readonly oldestAt: number | undefined
  /** Bytes of writes that were cut short, which nobody was told are kept. */
  readonly tornBytes: number
  /** Bytes that the disk has damaged. */
  readonly damagedBytes: number
  /** Segments that were put aside because of damage: drained as far as they could be read. */
  readonly damagedSegments: readonly string[]
}

const ALL = { valuesMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER }

/** Reads all of a spool, and changes nothing; one that was never made has no slots. */
export async function inspectSpool(root: string): Promise<SlotContent[]> {
  try {
    return await Promise.all((await listSlots(root)).map(inspectSlot))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function inspectSlot(folder: string): Promise<SlotContent> {
  const slot = trySlot(folder)
  slot?.lock.release()
  const segments = await listSegments(folder)
  const sum = { events: 0, bytes: 0, tornBytes: 0, damagedBytes: 0 }
  let oldestAt: number | undefined
  for (const { path, bytes } of segments) {
    const content = await readFile(path).catch(() => undefined)
    // Drained meanwhile.
    if (content === undefined) continue
    const { values, tornBytes, damagedBytes } = readPart(content, 0, ALL)
    sum.events += values.length
    sum.bytes += bytes
    sum.tornBytes += tornBytes
    sum.damagedBytes += damagedBytes
    oldestAt ??= (await stat(path).catch(() => undefined))?.mtimeMs
  }
  return {
    slot: basename(folder),
    isHeld: slot === undefined,
    segments: segments.length,
    ...sum,
    oldestAt,
    damagedSegments: await listDamaged(folder),
  }
}
