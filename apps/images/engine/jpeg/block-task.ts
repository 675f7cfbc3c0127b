import type { BitReader } from './create-bit-reader.ts'
import type { Component } from './read-frame.ts'

/** Values of a block. */
export const BLOCK_VALUES = 64
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

/** One block that is read. */
export interface BlockTask {
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

/** A number of so many bits; a leading zero means that it is negative (ITU-T T.81, F.2.2.1). */
export function signed(reader: BitReader, length: number): number {
  const value = reader.bits(length)
  return length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value
}
