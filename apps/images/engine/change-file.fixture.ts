import { crc32 } from 'node:zlib'

const PNG_HEADER_END = 33
const JPEG_START_BYTES = 2

/** Puts a chunk behind the header of a PNG. */
export function withChunk(png: Buffer, name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return Buffer.concat([png.subarray(0, PNG_HEADER_END), chunk, png.subarray(PNG_HEADER_END)])
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
