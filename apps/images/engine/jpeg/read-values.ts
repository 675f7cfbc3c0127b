import { readHuffmanTables, type HuffmanTable } from './huffman.ts'
import { uint16, type Frame } from './read-frame.ts'
import { MARKER, type Segment } from './read-segments.ts'
import type { ScanHeader } from './block-task.ts'
import { readScan, readScanHeader } from './read-scan.ts'

const BLOCK_VALUES = 64

/** The values of a JPEG as coded, before they become pixels. */
export interface Values {
  /** For each component its blocks of 64 values, row by row; a single block when only the count was asked for. */
  readonly planes: readonly Int16Array[]
  /** True when each value of each block was in the file, with all its bits. */
  readonly isComplete: boolean
}

/**
 * Reads all coded values. It is the only way to see whether the picture is complete: decoders fill what is missing with grey, and
 * the end marker says nothing, because repair tools add one.
 */
export function readValues(segments: readonly Segment[], frame: Frame, isKept: boolean): Values {
  const mustKeep = isKept || frame.code === MARKER.progressive
  const planes = frame.components.map(
    ({ blocksWide, blocksHigh }) =>
      new Int16Array(mustKeep ? blocksWide * blocksHigh * BLOCK_VALUES : BLOCK_VALUES),
  )
  const missing = frame.components.map(() => new Int8Array(BLOCK_VALUES).fill(-1))
  const tables: (HuffmanTable | undefined)[] = []
  let interval = 0
  for (const segment of segments) {
    if (segment.code === MARKER.restartInterval) interval = uint16(segment.data, 0)
    if (segment.code === MARKER.huffmanTables && !readHuffmanTables(segment.data, tables)) break
    if (segment.code !== MARKER.startOfScan) continue
    const context = { frame, planes, tables, interval, isKept: mustKeep }
    const header = readScanHeader(segment, context)
    if (header === undefined || !readScan(segment, header, context)) break
    note(header, planes, missing)
  }
  return { planes, isComplete: missing.every((each) => each.every((bits) => bits === 0)) }
}

function note(header: ScanHeader, planes: readonly Int16Array[], missing: readonly Int8Array[]): void {
  for (const { plane } of header.parts)
    missing[planes.indexOf(plane)]?.fill(header.missing, header.from, header.to + 1)
}
