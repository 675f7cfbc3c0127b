import type { PictureFormat } from './picture-format.ts'

const MARKER = 0xff
const STUFFED = 0x00
const RESTART_FIRST = 0xd0
const RESTART_LAST = 0xd7
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda
const START_BYTES = 2

const PNG_SIGNATURE_BYTES = 8
const PNG_FRAME_BYTES = 12
const PNG_END = 'IEND'

/**
 * True when a file contains the complete picture. Decoders do not report missing data: they fill the rest of a JPEG with grey. A
 * WebP has its length at the start, and its decoder checks it.
 */
export function hasEnd(bytes: Uint8Array, format: PictureFormat): boolean {
  if (format === 'webp') return true
  return format === 'jpeg'
    ? hasJpegEnd(bytes)
    : hasPngEnd(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

// Walk the segments (ITU-T T.81, annex B): the end marker of a thumbnail inside a segment is not the end of the picture.
function hasJpegEnd(bytes: Uint8Array): boolean {
  let at = START_BYTES
  while (at + 1 < bytes.length) {
    if (bytes[at] !== MARKER) return false
    const code = bytes[at + 1] ?? 0
    if (code === END_OF_IMAGE) return true
    if (code === MARKER) {
      at += 1
    } else {
      at += 2 + segmentBytes(bytes, at + 2)
      if (code === START_OF_SCAN) at = endOfScan(bytes, at)
    }
  }
  return false
}

function segmentBytes(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(MARKER, start); at !== -1; at = bytes.indexOf(MARKER, at + 1)) {
    const code = bytes[at + 1] ?? STUFFED
    const isData = code === STUFFED || code === MARKER || (code >= RESTART_FIRST && code <= RESTART_LAST)
    if (!isData) return at
  }
  return bytes.length
}

function hasPngEnd(bytes: Buffer): boolean {
  for (let at = PNG_SIGNATURE_BYTES; at + PNG_FRAME_BYTES <= bytes.length;) {
    if (bytes.toString('latin1', at + 4, at + 8) === PNG_END) return true
    at += PNG_FRAME_BYTES + bytes.readUInt32BE(at)
  }
  return false
}
