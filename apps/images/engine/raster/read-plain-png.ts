import { inflateSync } from 'node:zlib'
import { PIXEL_BYTES, type Raster } from './raster.ts'

const SIGNATURE_BYTES = 8
const FRAME_BYTES = 12
const PLAIN = [8, 6, 0, 0, 0]

/** The pixels of a PNG that our encoder wrote without compression: 8 bits, with alpha, and no filter in any row. */
export function readPlainPng(file: Uint8Array): Raster {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const width = bytes.readUInt32BE(16)
  const height = bytes.readUInt32BE(20)
  const parts: Buffer[] = []
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= bytes.length;) {
    const end = at + FRAME_BYTES + bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, end - 4))
    at = end
  }
  const rowBytes = width * PIXEL_BYTES
  const rows = inflateSync(Buffer.concat(parts), { maxOutputLength: (rowBytes + 1) * height })
  const isPlain = PLAIN.every((value, index) => bytes[24 + index] === value)
  if (!isPlain || rows.length !== (rowBytes + 1) * height)
    throw new Error(`Cannot read the pixels of a PNG of ${width}×${height}: it is not in the plain form`)
  const data = new Uint8Array(rowBytes * height)
  for (let y = 0; y < height; y += 1) {
    const at = y * (rowBytes + 1)
    if (rows[at] !== 0) throw new Error(`Cannot read row ${y} of a PNG: it has filter ${rows[at]}`)
    data.set(rows.subarray(at + 1, at + 1 + rowBytes), y * rowBytes)
  }
  return { width, height, data }
}
