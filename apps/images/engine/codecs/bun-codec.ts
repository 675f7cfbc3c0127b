import { bmpOf } from '../raster/bmp-of.ts'
import { readPlainPng } from '../raster/read-plain-png.ts'
import type { Size } from '../raster/fit.ts'
import type { Raster } from '../raster/raster.ts'
import { SHRUNK_PIXELS_MAX } from '../source/check-size.ts'
import type { Orientation } from '../source/picture-source.ts'
import type { Codec, Encoder } from './codec.ts'
import { cropMiddle, photonJpeg } from './photon-parts.ts'
import { jpegQuality, webpQuality } from './quality.ts'

const OPTIONS = { maxPixels: SHRUNK_PIXELS_MAX, autoOrient: false } as const

/** Turns a picture upright. `Bun.Image` rotates first, and mirrors then. */
const TURNS: Readonly<Record<Orientation, (image: Bun.Image) => Bun.Image>> = {
  1: (image) => image,
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.rotate(90).flop(),
  6: (image) => image.rotate(90),
  7: (image) => image.rotate(90).flip(),
  8: (image) => image.rotate(270),
}

const jpeg: Encoder = {
  format: 'jpeg',
  encode: (raster) => new Bun.Image(bmpOf(raster), OPTIONS).jpeg({ quality: jpegQuality(raster) }).bytes(),
}

const webp: Encoder = {
  format: 'webp',
  encode: (raster) => new Bun.Image(bmpOf(raster), OPTIONS).webp({ quality: webpQuality(raster) }).bytes(),
}

/** `Bun.Image` decodes, shrinks and encodes, outside of the JavaScript thread; photon crops, and encodes when `Bun.Image` fails. */
export const bunCodec: Codec = {
  // A JPEG is shrunk while it is decoded.
  limits: { jpegPixelsMax: SHRUNK_PIXELS_MAX },
  leavesGrey: true,
  decode: ({ bytes, width, height }, size) => pixelsOf(bytes, { width, height }, size),
  transcode: ({ bytes, orientation }, { width, height }) =>
    TURNS[orientation](new Bun.Image(bytes, OPTIONS))
      .resize(width, height, { fit: 'fill' })
      .jpeg({ quality: jpegQuality({ width, height }) })
      .bytes(),
  scale: (raster, size) => pixelsOf(bmpOf(raster), raster, size),
  crop: cropMiddle,
  encoders: { jpeg: [jpeg, photonJpeg], webp: [webp, jpeg, photonJpeg] },
}

async function pixelsOf(file: Uint8Array, from: Size, to: Size): Promise<Raster> {
  const image = new Bun.Image(file, OPTIONS)
  const isSame = from.width === to.width && from.height === to.height
  const sized = isSame ? image : image.resize(to.width, to.height, { fit: 'fill' })
  const raster = readPlainPng(await sized.png({ compressionLevel: 0 }).bytes())
  if (raster.width !== to.width || raster.height !== to.height)
    throw new Error(
      `Cannot use a picture of ${raster.width}×${raster.height}: it should be ${to.width}×${to.height}`,
    )
  return raster
}
