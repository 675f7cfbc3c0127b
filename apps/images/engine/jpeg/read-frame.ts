import { undecodable } from '../source/refusals.ts'
import { MARKER, type Segment } from './read-segments.ts'

/** One of the planes of a JPEG: brightness, a colour difference or an ink. */
export interface Component {
  readonly id: number
  /** How many blocks a unit has in each direction. */
  readonly across: number
  readonly down: number
  readonly table: number
  /** Blocks of the plane as stored: whole units. */
  readonly blocksWide: number
  readonly blocksHigh: number
  /** Blocks that the picture needs; a scan of one component has only these. */
  readonly neededWide: number
  readonly neededHigh: number
}

/** The header of the picture (ITU-T T.81, B.2.2). */
export interface Frame {
  readonly code: number
  readonly width: number
  readonly height: number
  readonly components: readonly Component[]
  readonly unitsWide: number
  readonly unitsHigh: number
}

const BLOCK = 8
const SAMPLE_BITS = 8
const FACTOR_MAX = 4
/** Baseline, extended and progressive, with Huffman codes: browsers show no other kinds. */
const SHOWN = new Set<number>([MARKER.baseline, MARKER.extended, MARKER.progressive])

/** True for the marker of a frame of any kind. */
export function isFrame({ code }: Segment): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== MARKER.huffmanTables && code !== 0xc8 && code !== 0xcc
}

/** Reads the header of the picture; 422 for kinds that browsers do not show. */
export function readFrame(segments: readonly Segment[]): Frame {
  const frames = segments.filter(isFrame)
  const [segment] = frames
  if (segment === undefined || frames.length > 1) throw undecodable()
  const { code, data } = segment
  const count = data[5] ?? 0
  if (!SHOWN.has(code) || data[0] !== SAMPLE_BITS || data.length < 6 + 3 * count)
    throw undecodable('The picture is a JPEG of a kind that browsers do not show: save it as a common JPEG')
  const height = uint16(data, 1)
  const width = uint16(data, 3)
  if (width === 0 || height === 0 || ![1, 3, 4].includes(count)) throw undecodable()
  const raw = Array.from({ length: count }, (_, index) => {
    const at = 6 + 3 * index
    const factors = data[at + 1] ?? 0
    return { id: data[at] ?? 0, across: factors >> 4, down: factors & 15, table: data[at + 2] ?? 0 }
  })
  if (raw.some(({ across, down }) => !isFactor(across) || !isFactor(down))) throw undecodable()
  const acrossMax = Math.max(...raw.map(({ across }) => across))
  const downMax = Math.max(...raw.map(({ down }) => down))
  const unitsWide = Math.ceil(width / (BLOCK * acrossMax))
  const unitsHigh = Math.ceil(height / (BLOCK * downMax))
  const components = raw.map((each) => ({
    ...each,
    blocksWide: unitsWide * each.across,
    blocksHigh: unitsHigh * each.down,
    neededWide: Math.ceil(Math.ceil((width * each.across) / acrossMax) / BLOCK),
    neededHigh: Math.ceil(Math.ceil((height * each.down) / downMax) / BLOCK),
  }))
  return { code, width, height, components, unitsWide, unitsHigh }
}

function isFactor(value: number): boolean {
  return value >= 1 && value <= FACTOR_MAX
}

/** Two bytes, the higher one first. */
export function uint16(data: Uint8Array, at: number): number {
  return ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0)
}
