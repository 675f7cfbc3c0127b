import { crc32 } from 'node:zlib'

const PNG_HEADER_END = 33
const JPEG_START_BYTES = 2

/** Puts a chunk behind the header of a PNG. */
export function withChunk(png: Buffer, name: string, data: Buffer): Buffer {
  const chunk = aChunk(name, data)
  return Buffer.concat([png.subarray(0, PNG_HEADER_END), chunk, png.subarray(PNG_HEADER_END)])
}

function aChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

const END_CHUNK_BYTES = 12
const FRAME_CONTROL_BYTES = 26

/** A PNG that moves, from PNGs of one size (PNG, third edition, chapter 11.3.5): the picture itself is the first frame. */
export function aMovingPng(frames: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0), ...others] = frames
  let number = 0
  const control = () => {
    const data = Buffer.alloc(FRAME_CONTROL_BYTES)
    data.writeUInt32BE(number, 0)
    number += 1
    data.writeUInt32BE(first.readUInt32BE(16), 4)
    data.writeUInt32BE(first.readUInt32BE(20), 8)
    return data
  }
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(frames.length, 0)
  // The last one that is put behind the header comes first.
  const moving = withChunk(withChunk(first, 'fcTL', control()), 'acTL', numbers)
  const rest = others.flatMap((frame) => {
    const at = frame.indexOf('IDAT', 0, 'latin1')
    const data = frame.subarray(at + 4, at + 4 + frame.readUInt32BE(at - 4))
    const shown = aChunk('fcTL', control())
    const sequence = Buffer.alloc(4)
    sequence.writeUInt32BE(number, 0)
    number += 1
    return [shown, aChunk('fdAT', Buffer.concat([sequence, data]))]
  })
  return Buffer.concat([moving.subarray(0, -END_CHUNK_BYTES), ...rest, moving.subarray(-END_CHUNK_BYTES)])
}

/** Puts a segment at the start of a JPEG. */
export function withSegment(jpeg: Buffer, code: number, data: Buffer): Buffer {
  const head = Buffer.of(0xff, code, 0, 0)
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, JPEG_START_BYTES), head, data, jpeg.subarray(JPEG_START_BYTES)])
}

/** Where the coded data of the first scan of a JPEG starts. */
export function scanStart(jpeg: Buffer): number {
  const at = jpeg.indexOf(Buffer.of(0xff, 0xda))
  return at + 2 + jpeg.readUInt16BE(at + 2)
}

/** A JPEG with another size in its header. */
export function claiming(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg)
  const at = changed.indexOf(Buffer.of(0xff, 0xc0))
  changed.writeUInt16BE(height, at + 5)
  changed.writeUInt16BE(width, at + 7)
  return changed
}
