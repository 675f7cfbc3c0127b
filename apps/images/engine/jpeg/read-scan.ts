import type { HuffmanTable } from './huffman.ts'
import type { BitReader } from './create-bit-reader.ts'
import { createBitReader } from './create-bit-reader.ts'
import type { Component, Frame } from './read-frame.ts'
import { MARKER, type Segment } from './read-segments.ts'

const BLOCK_VALUES = 64
/** The place of each value of a block in the order of the file (ITU-T T.81, figure A.6). */
export const ZIGZAG = Uint8Array.of(
  0,
  1,
  8,
  16,
  9,
  2,
  3,
  10,
  17,
  24,
  32,
  25,
  18,
  11,
  4,
  5,
  12,
  19,
  26,
  33,
  40,
  48,
  41,
  34,
  27,
  20,
  13,
  6,
  7,
  14,
  21,
  28,
  35,
  42,
  49,
  56,
  57,
  50,
  43,
  36,
  29,
  22,
  15,
  23,
  30,
  37,
  44,
  51,
  58,
  59,
  52,
  45,
  38,
  31,
  39,
  46,
  53,
  60,
  61,
  54,
  47,
  55,
  62,
  63,
)

/** Which part of the values a scan holds (ITU-T T.81, B.2.3). */
export interface ScanHeader {
  readonly parts: readonly {
    readonly component: Component
    readonly plane: Int16Array
    readonly dc: number
    readonly ac: number
  }[]
  /** First and last value, in the order of the file. */
  readonly from: number
  readonly to: number
  /** Bits of precision that came before (0: none), and that are still missing. */
  readonly before: number
  readonly missing: number
}

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

interface BlockTask {
  readonly reader: BitReader
  readonly part: {
    readonly index: number
    readonly plane: Int16Array
    readonly dc: Uint16Array | undefined
    readonly ac: Uint16Array | undefined
  }
  readonly at: number
  readonly last: Int32Array
  readonly header: ScanHeader
  readonly state: { blocksToSkip: number }
}

function readSequential({ reader, part, at, last }: BlockTask): boolean {
  const { plane, dc, ac, index } = part
  if (dc === undefined || ac === undefined) return false
  const length = reader.code(dc)
  if (length < 0 || length > 11) return false
  const value = (last[index] ?? 0) + signed(reader, length)
  last[index] = value
  plane[at] = value
  for (let place = 1; place < BLOCK_VALUES; place += 1) {
    const code = reader.code(ac)
    if (code < 0) return false
    const size = code & 15
    const zeros = code >> 4
    if (size === 0) {
      if (zeros !== 15) break
      place += 15
      continue
    }
    place += zeros
    if (place >= BLOCK_VALUES) return false
    plane[at + (ZIGZAG[place] ?? 0)] = signed(reader, size)
  }
  return true
}

function readProgressive(task: BlockTask): boolean {
  const { from, before } = task.header
  if (from === 0) return readFirstValue(task)
  return before === 0 ? readBand(task) : refineBand(task)
}

function readFirstValue({ reader, part, at, last, header }: BlockTask): boolean {
  if (header.before > 0) {
    if (reader.bits(1) === 1) part.plane[at] = (part.plane[at] ?? 0) | (1 << header.missing)
    return true
  }
  if (part.dc === undefined) return false
  const length = reader.code(part.dc)
  if (length < 0 || length > 11) return false
  const value = (last[part.index] ?? 0) + signed(reader, length)
  last[part.index] = value
  part.plane[at] = value << header.missing
  return true
}

function readBand({ reader, part, at, header, state }: BlockTask): boolean {
  if (state.blocksToSkip > 0) {
    state.blocksToSkip -= 1
    return true
  }
  if (part.ac === undefined) return false
  for (let place = header.from; place <= header.to; place += 1) {
    const code = reader.code(part.ac)
    if (code < 0) return false
    const size = code & 15
    const zeros = code >> 4
    if (size === 0) {
      if (zeros < 15) {
        state.blocksToSkip = (1 << zeros) - 1 + reader.bits(zeros)
        return true
      }
      place += 15
      continue
    }
    place += zeros
    if (place > header.to) return false
    part.plane[at + (ZIGZAG[place] ?? 0)] = signed(reader, size) << header.missing
  }
  return true
}

function refineBand({ reader, part, at, header, state }: BlockTask): boolean {
  const { plane, ac } = part
  if (ac === undefined) return false
  const bit = 1 << header.missing
  let place = header.from
  if (state.blocksToSkip === 0) {
    for (; place <= header.to; place += 1) {
      const code = reader.code(ac)
      if (code < 0) return false
      let zeros = code >> 4
      let value = 0
      if ((code & 15) === 0) {
        if (zeros < 15) {
          state.blocksToSkip = (1 << zeros) + reader.bits(zeros)
          break
        }
      } else value = reader.bits(1) === 1 ? bit : -bit
      for (; place <= header.to; place += 1) {
        const to = at + (ZIGZAG[place] ?? 0)
        if ((plane[to] ?? 0) !== 0) refine(reader, plane, to, bit)
        else if (zeros === 0) {
          if (value !== 0) plane[to] = value
          break
        } else zeros -= 1
      }
    }
  }
  if (state.blocksToSkip > 0) {
    for (; place <= header.to; place += 1) {
      const to = at + (ZIGZAG[place] ?? 0)
      if ((plane[to] ?? 0) !== 0) refine(reader, plane, to, bit)
    }
    state.blocksToSkip -= 1
  }
  return true
}

function refine(reader: BitReader, plane: Int16Array, to: number, bit: number): void {
  const value = plane[to] ?? 0
  if (reader.bits(1) === 1 && (Math.abs(value) & bit) === 0) plane[to] = value + (value < 0 ? -bit : bit)
}

/** A number of so many bits; a leading zero means that it is negative (ITU-T T.81, F.2.2.1). */
function signed(reader: BitReader, length: number): number {
  const value = reader.bits(length)
  return length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value
}
