import { crop as photonCrop, PhotonImage } from '@cf-wasm/photon'
import type { Size } from '../raster/fit.ts'
import type { Raster } from '../raster/raster.ts'
import type { Encoder } from './codec.ts'
import { jpegQuality } from './quality.ts'

/** Uses pixels as an image of photon. Its memory is not collected: each image is freed here. */
export function withPhoton<Result>(image: PhotonImage, use: (image: PhotonImage) => Result): Result {
  const result = use(image)
  // Not after a panic: the image is then still borrowed, and cannot be freed.
  image.free()
  return result
}

/** The pixels of an image. */
export function rasterOf(image: PhotonImage): Raster {
  return { width: image.get_width(), height: image.get_height(), data: image.get_raw_pixels() }
}

/** Pixels as an image. */
export function photonOf({ data, width, height }: Raster): PhotonImage {
  return new PhotonImage(data, width, height)
}

/** Cuts out the middle of a picture. */
export function cropMiddle(raster: Raster, { width, height }: Size): Raster {
  if (raster.width === width && raster.height === height) return raster
  const left = Math.ceil((raster.width - width) / 2)
  const top = Math.ceil((raster.height - height) / 2)
  return withPhoton(photonOf(raster), (image) =>
    withPhoton(photonCrop(image, left, top, left + width, top + height), rasterOf),
  )
}

/** Writes JPEG. */
export const photonJpeg: Encoder = {
  format: 'jpeg',
  encode: (raster) =>
    Promise.resolve(withPhoton(photonOf(raster), (image) => image.get_bytes_jpeg(jpegQuality(raster)))),
}
