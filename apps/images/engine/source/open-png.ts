import { crc32, inflateSync } from 'node:zlib'
import { checkSize } from './check-size.ts'
import { PROFILE_BYTES_MAX } from './profile-bytes-max.ts'
import type { Colours, PictureSource } from './picture-source.ts'
import { readOrientation } from './read-orientation.ts'
import { undecodable } from './refusals.ts'

// PNG, third edition: an 8-byte signature, then chunks of length, name, data and checksum.
const SIGNATURE_BYTES = 8
const FRAME_BYTES = 12
const HEADER_DATA_BYTES = 13
const COLOUR_TYPE_AT = 9
/** The chunks that hold the pixels. All others are left out; those of further frames too. */
const PIXEL_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

interface Chunk {
  readonly name: string
  readonly data: Buffer
  readonly whole: Buffer
}

/** Reads the header of a PNG file; of an animation, the first frame. */
export function openPng(file: Uint8Array): PictureSource {
  const chunks = chunksOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
  const [header] = chunks
  if (header?.name !== 'IHDR' || header.data.length !== HEADER_DATA_BYTES) throw undecodable()
  const width = header.data.readUInt32BE(0)
  const height = header.data.readUInt32BE(4)
  checkSize({ width, height, pixels: width * height + pixelsOfFrames(chunks) })
  if (chunks.at(-1)?.name !== 'IEND' || !chunks.some(({ name }) => name === 'IDAT')) throw undecodable()
  const kept = chunks.filter(({ name }) => PIXEL_CHUNKS.has(name))
  if (kept.some(({ whole }) => crc32(whole.subarray(4, -4)) !== whole.readUInt32BE(whole.length - 4)))
    throw undecodable()
  const exif = chunks.find(({ name }) => name === 'eXIf')?.data
  const colourType = header.data[COLOUR_TYPE_AT] ?? 0
  return {
    format: 'png',
    width,
    height,
    orientation: exif === undefined ? 1 : readOrientation(exif),
    colours: coloursOf(colourType),
    // Types 4 and 6 have an alpha channel; other types may name transparent colours.
    isTransparent: colourType >= 4 || chunks.some(({ name }) => name === 'tRNS'),
    profile: profileOf(chunks),
    bytes: Buffer.concat([file.subarray(0, SIGNATURE_BYTES), ...kept.map(({ whole }) => whole)]),
  }
}

function coloursOf(colourType: number): Colours {
  return colourType === 0 || colourType === 4 ? 'grey' : 'rgb'
}

/** Reads up to the end of the picture; what follows it is ignored. */
function chunksOf(file: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= file.length;) {
    const end = at + FRAME_BYTES + file.readUInt32BE(at)
    const name = file.toString('latin1', at + 4, at + 8)
    if (end > file.length) break
    chunks.push({ name, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) })
    if (name === 'IEND') break
    at = end
  }
  return chunks
}

/** Pixels of the frames of an animation that are not the picture itself. */
function pixelsOfFrames(chunks: readonly Chunk[]): number {
  return chunks
    .filter(({ name, data }) => name === 'fcTL' && data.length >= 12)
    .slice(1)
    .reduce((sum, { data }) => sum + data.readUInt32BE(4) * data.readUInt32BE(8), 0)
}

/** The profile, if it unpacks to a bounded size; a few KB may claim gigabytes. */
function profileOf(chunks: readonly Chunk[]): Uint8Array | undefined {
  // The chunk starts with a name, a zero byte and the method of compression.
  const data = chunks.find(({ name }) => name === 'iCCP')?.data
  const nameEnd = data?.indexOf(0) ?? -1
  if (data === undefined || nameEnd === -1) return undefined
  try {
    return inflateSync(data.subarray(nameEnd + 2), { maxOutputLength: PROFILE_BYTES_MAX })
  } catch {
    // A profile that cannot be unpacked is ignored, as in browsers.
    return undefined
  }
}
