import { checkSize } from './check-size.ts'
import type { PictureSource } from './picture-source.ts'
import { undecodable } from './refusals.ts'

// GIF89a: a header with the size of the screen, a palette, then blocks: extensions (0x21), frames (0x2c), the end (0x3b).
const SCREEN_BYTES = 13
const EXTENSION = 0x21
const FRAME = 0x2c
const END = 0x3b
const CONTROL = 0xf9
const FRAME_BYTES = 10
const CONTROL_BYTES = 8
const TRANSPARENT_FLAG = 1

/** Reads the header of a GIF file; of an animation, the first frame. */
export function openGif(file: Uint8Array): PictureSource {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < SCREEN_BYTES) throw undecodable()
  const width = bytes.readUInt16LE(6)
  const height = bytes.readUInt16LE(8)
  checkSize({ width, height })
  const screenEnd = SCREEN_BYTES + paletteBytes(bytes[10] ?? 0)
  let control: Buffer | undefined
  let first: Buffer | undefined
  let pixels = 0
  let at = screenEnd
  for (let code = bytes[at]; code !== END; code = bytes[at]) {
    if (code === EXTENSION) {
      const end = blocksEnd(bytes, at + 2)
      if (bytes[at + 1] === CONTROL && first === undefined) control = bytes.subarray(at, end)
      at = end
    } else if (code === FRAME && at + FRAME_BYTES < bytes.length) {
      // The palette of the frame, the size of the first code, then the blocks of data.
      const end = blocksEnd(bytes, at + FRAME_BYTES + paletteBytes(bytes[at + 9] ?? 0) + 1)
      pixels += bytes.readUInt16LE(at + 5) * bytes.readUInt16LE(at + 7)
      first ??= bytes.subarray(at, end)
      at = end
    } else throw undecodable()
  }
  if (first === undefined) throw undecodable()
  checkSize({ width, height, pixels })
  const isWhole = first.readUInt16LE(5) >= width && first.readUInt16LE(7) >= height
  return {
    format: 'gif',
    width,
    height,
    orientation: 1,
    colours: 'rgb',
    isTransparent: !isWhole || ((control?.[3] ?? 0) & TRANSPARENT_FLAG) === TRANSPARENT_FLAG,
    profile: undefined,
    bytes: Buffer.concat([
      bytes.subarray(0, screenEnd),
      control?.length === CONTROL_BYTES ? control : Buffer.alloc(0),
      first,
      Buffer.of(END),
    ]),
  }
}

/** Size of a palette by the flags of its screen or frame. */
function paletteBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

/** The end of a row of blocks, each of which starts with its length; an empty one is the last. */
function blocksEnd(bytes: Buffer, start: number): number {
  let at = start
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    if (length === undefined) throw undecodable()
    at += 1 + length
  }
  return at + 1
}
