import { type Raster } from './raster.ts'

// A bitmap file with a header of version 4: it may say in which order the colours are, so the pixels are copied as they are.
const FILE_HEADER_BYTES = 14
const INFO_BYTES = 108
const HEADER_BYTES = FILE_HEADER_BYTES + INFO_BYTES
const BIT_FIELDS = 3
const MASKS = [0xff, 0xff00, 0xff0000, 0xff000000]

/** Pixels as a file without compression, for decoders that read files only. */
export function bmpOf({ width, height, data }: Raster): Uint8Array {
  const file = Buffer.allocUnsafe(HEADER_BYTES + data.length).fill(0, 0, HEADER_BYTES)
  file.write('BM', 'latin1')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(HEADER_BYTES, 10)
  file.writeUInt32LE(INFO_BYTES, FILE_HEADER_BYTES)
  file.writeInt32LE(width, 18)
  // A negative height says that the first row is the top one.
  file.writeInt32LE(-height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(32, 28)
  file.writeUInt32LE(BIT_FIELDS, 30)
  MASKS.forEach((mask, index) => file.writeUInt32LE(mask, 54 + 4 * index))
  file.set(data, HEADER_BYTES)
  return file
}
