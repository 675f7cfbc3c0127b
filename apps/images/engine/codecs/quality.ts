import type { Size } from '../raster/fit.ts'

/** Quality of the pictures that we write, of 100: larger numbers give larger files that look the same. */
const JPEG_QUALITY = 82
const WEBP_QUALITY = 82
/** In a picture of a few pixels, each block of the encoder is visible; the file stays under 3 KB. */
const ICON_QUALITY = 93
const ICON_PIXELS_MAX = 64 * 64

/** The quality of a JPEG of this size. */
export function jpegQuality(size: Size): number {
  return isIcon(size) ? ICON_QUALITY : JPEG_QUALITY
}

/** The quality of a WebP of this size. */
export function webpQuality(size: Size): number {
  return isIcon(size) ? ICON_QUALITY : WEBP_QUALITY
}

function isIcon({ width, height }: Size): boolean {
  return width * height <= ICON_PIXELS_MAX
}
