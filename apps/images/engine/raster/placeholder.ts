import { rgbaToThumbHash } from 'thumbhash'
import { average } from './average.ts'
import { fitInside } from './fit.ts'
import type { Raster } from './raster.ts'

// The hash takes at most 100 pixels a side; it keeps the lowest frequencies only, so fewer are enough.
const SIDE_MAX = 64

/** A thumbhash in base64, of some 25 bytes: a blurred picture that is shown until the picture is there. */
export function placeholder(raster: Raster): string {
  const { width, height, data } = average(raster, fitInside(raster, { width: SIDE_MAX, height: SIDE_MAX }))
  return Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64')
}
