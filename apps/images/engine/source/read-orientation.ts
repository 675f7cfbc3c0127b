import type { Orientation } from './picture-source.ts'

const EXIF = 'Exif\0\0'
const ORIENTATION_TAG = 0x0112
const SHORT = 3
const LONG = 4
const ENTRY_BYTES = 12
const HEADER_BYTES = 8

/** The orientation in a block of EXIF data, with or without its `Exif` prefix; 1 when there is none that can be read. */
export function readOrientation(block: Uint8Array): Orientation {
  const prefix = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, EXIF.length)).toString(
    'latin1',
  )
  const tiff = prefix === EXIF ? block.subarray(EXIF.length) : block
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (tiff.length < HEADER_BYTES) return 1
  const order = view.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return 1
  const isLittle = order === 0x4949
  const table = view.getUint32(4, isLittle)
  if (table + 2 > tiff.length) return 1
  const entries = view.getUint16(table, isLittle)
  for (let index = 0; index < entries; index += 1) {
    const at = table + 2 + index * ENTRY_BYTES
    if (at + ENTRY_BYTES > tiff.length) return 1
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue
    const type = view.getUint16(at + 2, isLittle)
    if (type === SHORT) return known(view.getUint16(at + 8, isLittle))
    return type === LONG ? known(view.getUint32(at + 8, isLittle)) : 1
  }
  return 1
}

function known(value: number): Orientation {
  switch (value) {
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      return value
    default:
      return 1
  }
}
