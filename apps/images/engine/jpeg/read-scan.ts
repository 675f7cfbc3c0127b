import type { HuffmanTable } from './huffman.ts'
import { BLOCK_VALUES, type ScanHeader } from './block-task.ts'
import { createBitReader } from './create-bit-reader.ts'
import type { Frame } from './read-frame.ts'
import { readProgressive } from './read-progressive.ts'
import { MARKER, type Segment } from './read-segments.ts'
import { readSequential } from './read-sequential.ts'

/** What was read before the scan. */
export interface ScanContext {
  readonly frame: Frame
  /** The values of each component. */
  readonly planes: readonly Int16Array[]
  readonly tables: readonly (HuffmanTable | undefined)[]
  /** Units between restarts; 0 for none. */
  readonly interval: number
  /** False when the values are only counted: each block then overwrites the one before. */
  readonly isKept: boolean
}

/** Reads the header of a scan; undefined when it is damaged. */
export function readScanHeader({ data }: Segment, { frame, planes }: ScanContext): ScanHeader | undefined {
  const count = data[0] ?? 0
  if (data.length < 4 + 2 * count || count < 1 || count > 4) return undefined
  const parts = Array.from({ length: count }, (_, each) => {
    const index = frame.components.findIndex(({ id }) => id === data[1 + 2 * each])
    const tables = data[2 + 2 * each] ?? 0
    const [component, plane] = [frame.components[index], planes[index]]
    return component && plane && { component, plane, dc: (tables >> 4) & 3, ac: 4 + (tables & 3) }
  }).filter((part) => part !== undefined)
  if (parts.length !== count) return undefined
  const isProgressive = frame.code === MARKER.progressive
  if (!isProgressive) return { parts, from: 0, to: 63, before: 0, missing: 0 }
  const [from = 0, to = 0, bits = 0] = data.subarray(1 + 2 * count)
  const header = { parts, from, to, before: bits >> 4, missing: bits & 15 }
  const isBand = from === 0 ? to === 0 : from <= to && to < BLOCK_VALUES && count === 1
  return isBand && header.missing <= 13 && (header.before === 0 || header.before === header.missing + 1)
    ? header
    : undefined
}

/** Reads all blocks of a scan into the planes of its components; false when the data ends before. */
export function readScan(
  segment: Segment,
  header: ScanHeader,
  { frame, tables, interval, isKept }: ScanContext,
): boolean {
  const reader = createBitReader(segment.coded ?? new Uint8Array())
  const last = new Int32Array(header.parts.length)
  const state = { blocksToSkip: 0 }
  const isProgressive = frame.code === MARKER.progressive
  const readBlock = isProgressive ? readProgressive : readSequential
  const [only] = header.parts
  const isAlone = header.parts.length === 1 && only !== undefined
  const unitsWide = isAlone ? only.component.neededWide : frame.unitsWide
  const unitsHigh = isAlone ? only.component.neededHigh : frame.unitsHigh
  const parts = header.parts.map(({ component, plane, dc, ac }, index) => ({
    index,
    plane,
    dc: tables[dc]?.look,
    ac: tables[ac]?.look,
    wide: component.blocksWide,
    across: isAlone ? 1 : component.across,
    down: isAlone ? 1 : component.down,
  }))
  let unit = 0
  for (let y = 0; y < unitsHigh; y += 1)
    for (let x = 0; x < unitsWide; x += 1) {
      if (interval > 0 && unit > 0 && unit % interval === 0) {
        if (reader.isOver() || !reader.restart()) return false
        last.fill(0)
        state.blocksToSkip = 0
      }
      unit += 1
      for (const part of parts)
        for (let row = 0; row < part.down; row += 1)
          for (let column = 0; column < part.across; column += 1) {
            const block = (y * part.down + row) * part.wide + x * part.across + column
            if (!readBlock({ reader, part, at: isKept ? block * BLOCK_VALUES : 0, last, header, state }))
              return false
          }
      if (reader.isOver()) return false
    }
  return true
}
