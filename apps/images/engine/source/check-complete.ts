import type { Raster } from '../raster/raster.ts'
import type { PictureSource } from './picture-source.ts'
import { undecodable } from './refusals.ts'

// What decoders put where data is missing.
const GREY = 128
const GREY_RANGE = 40
const NEUTRAL_RANGE = 12

/**
 * Counts the data of a picture.
 *
 * @throws {ProblemError} 422 when some is missing.
 */
export function checkComplete({ completeness }: PictureSource): void {
  if (completeness?.isComplete() === false) throw undecodable()
}

/** True when the last pixel is close to the grey that decoders put where data is missing. */
export function endsInGrey({ data }: Raster): boolean {
  const [red = 0, green = 0, blue = 0] = data.subarray(-4)
  return (
    Math.abs(red - GREY) <= GREY_RANGE &&
    Math.max(red, green, blue) - Math.min(red, green, blue) <= NEUTRAL_RANGE
  )
}
