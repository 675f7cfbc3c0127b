import { undecodable } from '../source/refusals.ts'
import { readFrame, uint16, type Component, type Frame } from './read-frame.ts'
import { MARKER, readSegments, type Segment } from './read-segments.ts'
import { ZIGZAG } from './block-task.ts'
import { readValues } from './read-values.ts'
import { toInks } from './to-inks.ts'

const BLOCK = 8
const BLOCK_VALUES = 64
const MIDDLE = 128
const ADOBE_TRANSFORM_AT = 11
const BRIGHTNESS_AND_BLACK = 2

/** A JPEG of four inks, where 255 means no ink. */
export interface Inks {
  readonly width: number
  readonly height: number
  /** Cyan, magenta, yellow and black of each pixel. */
  readonly data: Uint8Array
}

/**
 * Decodes a JPEG of four inks. Common decoders turn inks into red, green and blue at once, without the colour profile. The
 * picture is shrunk while it is decoded, by 2, 4 or 8, but not below the wanted width.
 */
export function decodeInks(file: Uint8Array, widthMin: number): Inks {
  const { segments } = readSegments(file)
  const frame = readFrame(segments)
  const { planes, isComplete } = readValues(segments, frame, true)
  if (!isComplete) throw undecodable()
  const side = [1, 2, 4].find((each) => (frame.width * each) / BLOCK >= widthMin) ?? BLOCK
  const tables = quantizationTables(segments)
  const width = Math.ceil((frame.width * side) / BLOCK)
  const height = Math.ceil((frame.height * side) / BLOCK)
  const data = new Uint8Array(width * height * frame.components.length)
  frame.components.forEach((component, index) => {
    const table = tables[component.table]
    const plane = planes[index]
    if (table === undefined || plane === undefined) throw undecodable()
    const samples = samplesOf(component, plane, table, side)
    spread({ samples, component, frame, side, width, height, data, index })
  })
  const adobe = segments.find(({ code }) => code === MARKER.app14)?.data
  toInks(data, adobe?.[ADOBE_TRANSFORM_AT] === BRIGHTNESS_AND_BLACK)
  return { width, height, data }
}

function quantizationTables(segments: readonly Segment[]): readonly Uint16Array[] {
  const tables: Uint16Array[] = []
  for (const { code, data } of segments) {
    if (code !== MARKER.quantizationTables) continue
    for (let at = 0; at < data.length;) {
      const isWide = (data[at] ?? 0) >> 4 === 1
      const start = at + 1
      const table = new Uint16Array(BLOCK_VALUES)
      for (let place = 0; place < BLOCK_VALUES; place += 1)
        table[ZIGZAG[place] ?? 0] = isWide ? uint16(data, start + 2 * place) : (data[start + place] ?? 0)
      tables[(data[at] ?? 0) & 3] = table
      at = start + BLOCK_VALUES * (isWide ? 2 : 1)
    }
  }
  return tables
}

/** The samples of a component, in blocks of `side` × `side` (ITU-T T.81, A.3.3, with the lowest frequencies only). */
function samplesOf(component: Component, plane: Int16Array, table: Uint16Array, side: number): Uint8Array {
  const { blocksWide, blocksHigh } = component
  const rowSamples = blocksWide * side
  const samples = new Uint8Array(rowSamples * blocksHigh * side)
  const basis = basisOf(side)
  const rows = new Float64Array(side * side)
  for (let block = 0; block < blocksWide * blocksHigh; block += 1) {
    const from = block * BLOCK_VALUES
    for (let v = 0; v < side; v += 1)
      for (let x = 0; x < side; x += 1) {
        let sum = 0
        for (let u = 0; u < side; u += 1)
          sum += (plane[from + v * BLOCK + u] ?? 0) * (table[v * BLOCK + u] ?? 0) * (basis[u * side + x] ?? 0)
        rows[v * side + x] = sum
      }
    const to = Math.floor(block / blocksWide) * side * rowSamples + (block % blocksWide) * side
    for (let y = 0; y < side; y += 1)
      for (let x = 0; x < side; x += 1) {
        let sum = MIDDLE
        for (let v = 0; v < side; v += 1) sum += (rows[v * side + x] ?? 0) * (basis[v * side + y] ?? 0)
        samples[to + y * rowSamples + x] = Math.max(0, Math.min(255, Math.round(sum)))
      }
  }
  return samples
}

/** The value of frequency u at place x, for blocks of `side`; scaled so that the average stays. */
function basisOf(side: number): Float64Array {
  return Float64Array.from({ length: side * side }, (_, index) => {
    const [u, x] = [Math.floor(index / side), index % side]
    const norm = Math.sqrt((u === 0 ? 1 : 2) / side) * Math.sqrt(side / BLOCK)
    return norm * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * side))
  })
}

interface SpreadTask {
  readonly samples: Uint8Array
  readonly component: Component
  readonly frame: Frame
  readonly side: number
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
  readonly index: number
}

/** Writes the samples of one component to all pixels; components with fewer samples repeat them. */
function spread({ samples, component, frame, side, width, height, data, index }: SpreadTask): void {
  const rowSamples = component.blocksWide * side
  const acrossMax = frame.components.reduce((max, { across }) => Math.max(max, across), 1)
  const downMax = frame.components.reduce((max, { down }) => Math.max(max, down), 1)
  const channels = frame.components.length
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * component.down) / downMax) * rowSamples
    let to = y * width * channels + index
    for (let x = 0; x < width; x += 1) {
      data[to] = samples[row + Math.floor((x * component.across) / acrossMax)] ?? 0
      to += channels
    }
  }
}
