import sharp, { type Color, type Sharp } from 'sharp'

/** Pixels of a picture with soft and sharp parts, like a photo; each seed gives another one. */
export async function aPhoto(width: number, height: number, seed = 1): Promise<Sharp> {
  const sum = new Float64Array(width * height * 3)
  // Noise in several sizes, the coarse one strongest.
  for (const [grain, weight] of [
    [width / 4, 0.63],
    [width / 12, 0.25],
    [width / 40, 0.1],
    [4, 0.02],
  ] as const) {
    const size = {
      width: Math.max(2, Math.round(width / grain)),
      height: Math.max(2, Math.round(height / grain)),
    }
    const noise = randomBytes(size.width * size.height * 3, seed * 7_919 + Math.round(grain))
    const layer = await sharp(noise, { raw: { ...size, channels: 3 } })
      .resize(width, height, { kernel: 'cubic', fit: 'fill' })
      .raw()
      .toBuffer()
    for (let index = 0; index < sum.length; index += 1)
      sum[index] = (sum[index] ?? 0) + (layer[index] ?? 0) * weight
  }
  return sharp(Buffer.from(Uint8Array.from(sum)), { raw: { width, height, channels: 3 } })
}

/** A picture of one colour; with `alpha`, transparent. */
export function aPlain(width: number, height: number, colour: Color): Sharp {
  const isTransparent = typeof colour === 'object' && 'alpha' in colour
  return sharp({ create: { width, height, channels: isTransparent ? 4 : 3, background: colour } })
}

/** The red, green and blue of a pixel of a file. */
export async function pixelAt(file: Uint8Array, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (y * info.width + x) * info.channels
  return [...data.subarray(at, at + 3)]
}

/** Bytes that look random, and are the same for the same seed (xorshift). */
export function randomBytes(count: number, seed: number): Buffer {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  const bytes = new Uint8Array(count).map(() => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 8) & 0xff
  })
  return Buffer.from(bytes)
}

/** A grey JPEG of 140 of 255 with a restart marker behind each block, written by hand: each block has one value. */
export function aJpegWithRestarts(width: number, height: number): Buffer {
  const segment = (code: number, ...data: readonly number[]) => [0xff, code, 0, data.length + 2, ...data]
  const blocks = (width / 8) * (height / 8)
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xdb, 0, ...Array.from({ length: 64 }, () => 1)),
    ...segment(0xc0, 8, 0, height, 0, width, 1, 1, 0x11, 0),
    // One code of two bits in each table: a value of seven bits, and the end of a block.
    ...segment(0xc4, 0x00, 0, 1, ...Array.from({ length: 14 }, () => 0), 7),
    ...segment(0xc4, 0x10, 0, 1, ...Array.from({ length: 14 }, () => 0), 0),
    ...segment(0xdd, 0, 1),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
    // 00, then 96 in seven bits, 00, and ones to the end of the byte: (140 - 128) × 8 = 96.
    ...Array.from({ length: blocks }, (_, index) => [0b00110000, 0b00011111, 0xff, 0xd0 + (index % 8)])
      .flat()
      .slice(0, -2),
    0xff,
    0xd9,
  ])
}
