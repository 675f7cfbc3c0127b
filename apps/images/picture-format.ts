/** Accepted picture formats. */
export type PictureFormat = 'jpeg' | 'png' | 'webp'

const JPEG_START = [0xff, 0xd8, 0xff]
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const RIFF = [0x52, 0x49, 0x46, 0x46]
const WEBP = [0x57, 0x45, 0x42, 0x50]
const WEBP_OFFSET = 8

/** The format of a file by its first bytes, independent of its name and type; undefined when the format is not accepted. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  if (hasAt(bytes, 0, JPEG_START)) return 'jpeg'
  if (hasAt(bytes, 0, PNG_START)) return 'png'
  return hasAt(bytes, 0, RIFF) && hasAt(bytes, WEBP_OFFSET, WEBP) ? 'webp' : undefined
}

function hasAt(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[offset + index] === byte)
}
