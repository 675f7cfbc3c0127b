import { PhotonImage, resize, SamplingFilter } from '@cf-wasm/photon'
import type { Size } from '../raster/fit.ts'
import type { Raster } from '../raster/raster.ts'
import { PIXELS_MAX } from '../source/check-size.ts'
import type { Codec } from './codec.ts'
import { cropMiddle, photonJpeg, photonOf, rasterOf, withPhoton } from './photon-parts.ts'

/** Photon alone, for runtimes without `Bun.Image`. It writes WebP without loss only, which is larger than JPEG: it answers JPEG. */
export const photonCodec: Codec = {
  limits: { jpegPixelsMax: PIXELS_MAX },
  leavesGrey: false,
  decode: ({ bytes, width, height }, size) =>
    Promise.resolve(
      withPhoton(PhotonImage.new_from_byteslice(bytes), (image) => sized(image, { width, height }, size)),
    ),
  scale: (raster, size) =>
    Promise.resolve(withPhoton(photonOf(raster), (image) => sized(image, raster, size))),
  crop: cropMiddle,
  encoders: { jpeg: [photonJpeg], webp: [photonJpeg] },
}

function sized(image: PhotonImage, from: Size, to: Size): Raster {
  if (image.get_width() !== from.width || image.get_height() !== from.height)
    throw new Error(
      `Cannot use a picture of ${image.get_width()}×${image.get_height()}: its header says ${from.width}×${from.height}`,
    )
  if (from.width === to.width && from.height === to.height) return rasterOf(image)
  return withPhoton(resize(image, to.width, to.height, SamplingFilter.Lanczos3), rasterOf)
}
