import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { readPart } from '#lib/spool/read-part.ts'
import { listDamaged, listSegments } from '#lib/spool/segments.ts'
import { listSlots, trySlot } from '#lib/spool/slots.ts'

/** The content of one slot of a spool, written by one process. */
export interface SlotContent {
  readonly slot: string
  /** Whether a process holds the slot now; that process then drains it. */
  readonly isHeld: boolean
  readonly segments: number
  readonly events: number
  readonly bytes: number
  /** When the oldest segment was last written, in milliseconds since 1970; undefined without segments. */
  readonly oldestAt: number | undefined
  /** Bytes of interrupted writes, which were never confirmed. */
  readonly tornBytes: number
  /** Bytes that the disk has damaged. */
  readonly damagedBytes: number
  /** Segments that were renamed because of damage: drained as far as they were readable. */
  readonly damagedSegments: readonly string[]
}

const ALL = { valuesMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER }

/** Reads a whole spool without changing it. A spool that does not exist has no slots. */
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
    // It was drained meanwhile.
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
