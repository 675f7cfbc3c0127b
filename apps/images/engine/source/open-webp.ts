import { checkSize } from './check-size.ts'
import type { PictureSource } from './picture-source.ts'
import { readOrientation } from './read-orientation.ts'
import { undecodable } from './refusals.ts'

// RFC 9649: a RIFF file of chunks; each has a name, a length and its data, padded to an even length.
const HEADER_BYTES = 12
const CHUNK_BYTES = 8
const FRAME_BYTES = 16
const ALPHA_FLAG = 0x10
const LOSSLESS_SIGNATURE = 0x2f

interface Chunk {
  readonly name: string
  readonly data: Uint8Array
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly isTransparent: boolean
  /** The chunks that hold the pixels. */
  readonly chunks: readonly Chunk[]
}

/** Reads the header of a WebP file; of an animation, the first frame. */
export function openWebp(file: Uint8Array): PictureSource {
  const size = viewOf(file).getUint32(4, true)
  if (size + CHUNK_BYTES > file.length) throw undecodable()
  const chunks = [...chunksOf(file.subarray(HEADER_BYTES, size + CHUNK_BYTES))]
  const extended = chunks.find(({ name }) => name === 'VP8X')?.data
  const frames = chunks.filter(({ name }) => name === 'ANMF').map(({ data }) => data)
  const exif = chunks.find(({ name }) => name === 'EXIF')?.data
  const [animated] = frames
  const frame = frameOf(animated === undefined ? chunks : [...chunksOf(animated.subarray(FRAME_BYTES))])
  const canvas =
    extended === undefined ? frame : { width: 1 + uint24(extended, 4), height: 1 + uint24(extended, 7) }
  const pixels = frames.reduce((sum, data) => sum + (1 + uint24(data, 6)) * (1 + uint24(data, 9)), 0)
  checkSize({ ...canvas, pixels: Math.max(pixels, frame.width * frame.height) })
  const left = animated === undefined ? 0 : 2 * uint24(animated, 0)
  const top = animated === undefined ? 0 : 2 * uint24(animated, 3)
  if (left + frame.width > canvas.width || top + frame.height > canvas.height) throw undecodable()
  const isWhole = frame.width === canvas.width && frame.height === canvas.height
  if (animated === undefined && !isWhole) throw undecodable()
  return {
    format: 'webp',
    width: canvas.width,
    height: canvas.height,
    orientation: exif === undefined ? 1 : readOrientation(exif),
    colours: 'rgb',
    isTransparent: frame.isTransparent || !isWhole,
    profile: chunks.find(({ name }) => name === 'ICCP')?.data,
    bytes: stillOf(frame),
    ...(!isWhole && { canvas: { width: canvas.width, height: canvas.height, left, top, frame } }),
  }
}

function frameOf(chunks: readonly Chunk[]): Frame {
  const lossless = chunks.find(({ name }) => name === 'VP8L')
  if (lossless !== undefined) {
    if (lossless.data.length < 5 || lossless.data[0] !== LOSSLESS_SIGNATURE) throw undecodable()
    const bits = viewOf(lossless.data).getUint32(1, true)
    const width = 1 + (bits & 0x3fff)
    const height = 1 + ((bits >>> 14) & 0x3fff)
    return { width, height, isTransparent: ((bits >>> 28) & 1) === 1, chunks: [lossless] }
  }
  const lossy = chunks.find(({ name }) => name === 'VP8 ')
  // RFC 6386, 9.1: three bytes of frame tag, three of start code, then the sides in 14 bits each.
  if (lossy === undefined || lossy.data.length < 10) throw undecodable()
  const view = viewOf(lossy.data)
  const alpha = chunks.find(({ name }) => name === 'ALPH')
  return {
    width: view.getUint16(6, true) & 0x3fff,
    height: view.getUint16(8, true) & 0x3fff,
    isTransparent: alpha !== undefined,
    chunks: alpha === undefined ? [lossy] : [alpha, lossy],
  }
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes)
  for (let at = 0; at + CHUNK_BYTES <= bytes.length;) {
    const length = view.getUint32(at + 4, true)
    const end = at + CHUNK_BYTES + length
    if (end > bytes.length) throw undecodable()
    yield {
      name: Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'),
      data: bytes.subarray(at + CHUNK_BYTES, end),
    }
    at = end + (length & 1)
  }
}

/** A file with one picture and nothing else. */
function stillOf({ width, height, chunks }: Frame): Uint8Array {
  const extended = Buffer.alloc(10)
  extended[0] = ALPHA_FLAG
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  const all = chunks.length > 1 ? [{ name: 'VP8X', data: extended }, ...chunks] : chunks
  const parts = all.flatMap(({ name, data }) => {
    const head = Buffer.alloc(CHUNK_BYTES)
    head.write(name, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return [head, data, Buffer.alloc(data.length & 1)]
  })
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 4),
    4,
  )
  return Buffer.concat([head, ...parts])
}

function uint24(bytes: Uint8Array, at: number): number {
  if (at + 3 > bytes.length) throw undecodable()
  return viewOf(bytes).getUint16(at, true) | ((bytes[at + 2] ?? 0) << 16)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
