import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const BYTES_PER_PIXEL = 3
const TRUE_COLOUR = 2

/** Formats of test pictures. */
type PictureFormat = 'jpeg' | 'png' | 'webp'

/** Options of a test picture. */
export interface PictureOptions {
  readonly width?: number
  readonly height?: number
  readonly format?: PictureFormat
  /** A different number gives a different picture. */
  readonly shade?: number
}

/** A picture whose upper left corner is white, so that tests can detect its orientation. */
export async function aPicture({
  width = 64,
  height = 48,
  format = 'jpeg',
  shade = 1,
}: PictureOptions = {}): Promise<Buffer> {
  const rows = Buffer.alloc((width * BYTES_PER_PIXEL + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isCorner = x < width / 2 && y < height / 2
      const at = y * (width * BYTES_PER_PIXEL + 1) + 1 + x * BYTES_PER_PIXEL
      rows.fill(isCorner ? 255 : (shade * 37) % 128, at, at + BYTES_PER_PIXEL)
    }
  }
  const png = pngOf(width, height, deflateSync(rows))
  if (format === 'png') return png
  const image = new Bun.Image(png)
  return Buffer.from(await (format === 'jpeg' ? image.jpeg() : image.webp({ quality: 80 })).bytes())
}

/** A PNG of some 70 bytes whose header claims any size. */
export function aLiar(width: number, height: number): Buffer {
  return pngOf(width, height, Buffer.alloc(10))
}

/** A JPEG with camera metadata: an orientation (1–8), and a text that could be a location. */
export function asFromCamera(jpeg: Buffer, orientation: number, place: string): Buffer {
  const entries = 2
  const tiff = Buffer.alloc(8 + 2 + entries * 12 + 4)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(entries, 8)
  // ImageDescription, whose text is after the table; then Orientation, a short (TIFF 6.0).
  tiff.writeUInt16BE(0x010e, 10)
  tiff.writeUInt16BE(2, 12)
  tiff.writeUInt32BE(place.length + 1, 14)
  tiff.writeUInt32BE(tiff.length, 18)
  tiff.writeUInt16BE(0x0112, 22)
  tiff.writeUInt16BE(3, 24)
  tiff.writeUInt32BE(1, 26)
  tiff.writeUInt16BE(orientation, 30)
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(`${place}\0`, 'latin1')])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)])
}

function pngOf(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = TRUE_COLOUR
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
