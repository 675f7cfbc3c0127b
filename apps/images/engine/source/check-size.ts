import { tooManyPixels, tooSmall } from './refusals.ts'

/** The pixels of a decoded picture take four bytes each: at most 160 MB. */
export const PIXELS_MAX = 40_000_000
/** The decoder of JPEG shrinks while it decodes, so that more pixels take no more memory. Phones make 48, 50 and up to 108 megapixels. */
export const SHRUNK_PIXELS_MAX = 100_000_000
const SIDE_PIXELS_MAX = 12_000
/** Smaller pictures are spacers of web pages, and show nothing. */
export const SIDE_PIXELS_MIN = 8

/** The size of a picture as its header claims it. */
export interface ClaimedSize {
  readonly width: number
  readonly height: number
  /** Pixels of all frames; one frame has width × height. */
  readonly pixels?: number
  readonly pixelsMax?: number
  readonly sideMin?: number
}

/**
 * Checks the size that a header claims, before anything is decoded.
 *
 * @throws {ProblemError} 422
 */
export function checkSize({
  width,
  height,
  pixels = width * height,
  pixelsMax = PIXELS_MAX,
  sideMin = SIDE_PIXELS_MIN,
}: ClaimedSize): void {
  if (Math.max(width, height) > SIDE_PIXELS_MAX || Math.max(pixels, width * height) > pixelsMax) {
    const megapixels = pixelsMax / 1_000_000
    throw tooManyPixels(
      `The picture is ${width}×${height} pixels: at most ${megapixels} megapixels, with all frames of an animation, and ${SIDE_PIXELS_MAX} pixels a side`,
    )
  }
  if (Math.min(width, height) < sideMin)
    throw tooSmall(`The picture is ${width}×${height} pixels; each side must have at least ${sideMin}`)
}
