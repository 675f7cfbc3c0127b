import { undecodable } from '../source/refusals.ts'
import { PIXEL_BYTES, type Raster } from './raster.ts'

const CODES_MAX = 4096
const CODE_BITS_MAX = 12
const SCREEN_BYTES = 13
const CONTROL = 0x21
const CONTROL_BYTES = 8
const FRAME_BYTES = 10
/** An interlaced frame stores every eighth row first, then those between. */
const PASSES = [
  { first: 0, step: 8 },
  { first: 4, step: 8 },
  { first: 2, step: 4 },
  { first: 1, step: 2 },
]

/** Decodes the frame of a GIF that `openGif()` made; pixels outside of the frame are transparent. */
export function decodeGif(file: Uint8Array): Raster {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const width = bytes.readUInt16LE(6)
  const height = bytes.readUInt16LE(8)
  const screen = paletteAt(bytes, SCREEN_BYTES, bytes[10] ?? 0)
  const hasControl = bytes[screen.end] === CONTROL
  const at = screen.end + (hasControl ? CONTROL_BYTES : 0)
  const isTransparent = hasControl && ((bytes[screen.end + 3] ?? 0) & 1) === 1
  const transparent = isTransparent ? (bytes[screen.end + 6] ?? 0) : -1
  const flags = bytes[at + 9] ?? 0
  const own = paletteAt(bytes, at + FRAME_BYTES, flags)
  const colours = own.colours.length > 0 ? own.colours : screen.colours
  const [left, top] = [bytes.readUInt16LE(at + 1), bytes.readUInt16LE(at + 3)]
  const frame = { width: bytes.readUInt16LE(at + 5), height: bytes.readUInt16LE(at + 7) }
  const indices = unpack(joinBlocks(bytes, own.end + 1), bytes[own.end] ?? 0, frame.width * frame.height)
  const data = new Uint8Array(width * height * PIXEL_BYTES)
  let from = 0
  for (const y of rowsOf(frame.height, (flags & 0x40) !== 0)) {
    for (let x = 0; x < frame.width; x += 1) {
      const index = indices[from] ?? 0
      from += 1
      if (index === transparent || left + x >= width || top + y >= height) continue
      const to = ((top + y) * width + left + x) * PIXEL_BYTES
      data[to] = colours[index * 3] ?? 0
      data[to + 1] = colours[index * 3 + 1] ?? 0
      data[to + 2] = colours[index * 3 + 2] ?? 0
      data[to + 3] = 255
    }
  }
  return { width, height, data }
}

function paletteAt(bytes: Buffer, start: number, flags: number): { colours: Buffer; end: number } {
  const end = start + ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))
  return { colours: bytes.subarray(start, end), end }
}

function joinBlocks(bytes: Buffer, start: number): Buffer {
  const blocks: Buffer[] = []
  let at = start
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    blocks.push(bytes.subarray(at + 1, at + 1 + length))
    at += 1 + length
  }
  return Buffer.concat(blocks)
}

function rowsOf(height: number, isInterlaced: boolean): readonly number[] {
  const passes = isInterlaced ? PASSES : [{ first: 0, step: 1 }]
  return passes.flatMap(({ first, step }) =>
    Array.from(
      { length: Math.max(0, Math.ceil((height - first) / step)) },
      (_, index) => first + index * step,
    ),
  )
}

/** Unpacks LZW codes (GIF89a, appendix F) to exactly as many colour indices as the frame has pixels. */
function unpack(packed: Uint8Array, firstBits: number, count: number): Uint8Array {
  if (firstBits < 1 || firstBits > 8) throw undecodable()
  const clear = 1 << firstBits
  const end = clear + 1
  const prefixes = new Uint16Array(CODES_MAX)
  const suffixes = new Uint8Array(CODES_MAX)
  for (let index = 0; index < clear; index += 1) suffixes[index] = index
  const stack = new Uint8Array(CODES_MAX + 1)
  const out = new Uint8Array(count)
  let [written, at, held, heldBits] = [0, 0, 0, 0]
  let [bits, next, previous, first] = [firstBits + 1, end + 1, -1, 0]
  while (written < count) {
    while (heldBits < bits) {
      if (at >= packed.length) throw undecodable()
      held |= (packed[at] ?? 0) << heldBits
      at += 1
      heldBits += 8
    }
    const code = held & ((1 << bits) - 1)
    held >>>= bits
    heldBits -= bits
    if (code === end) throw undecodable()
    if (code === clear) {
      ;[bits, next, previous] = [firstBits + 1, end + 1, -1]
      continue
    }
    if (code > next || (code === next && previous === -1) || (previous === -1 && code >= clear))
      throw undecodable()
    let depth = 0
    let each = code
    if (code === next) {
      stack[depth] = first
      depth += 1
      each = previous
    }
    for (; each > end; each = prefixes[each] ?? 0) {
      stack[depth] = suffixes[each] ?? 0
      depth += 1
    }
    first = suffixes[each] ?? 0
    stack[depth] = first
    for (; depth >= 0 && written < count; depth -= 1) {
      out[written] = stack[depth] ?? 0
      written += 1
    }
    if (previous !== -1 && next < CODES_MAX) {
      prefixes[next] = previous
      suffixes[next] = first
      next += 1
      if (next === 1 << bits && bits < CODE_BITS_MAX) bits += 1
    }
    previous = code
  }
  return out
}
