import type { Codec } from './codecs/codec.ts'
import { cover, fitInside, type Size } from './raster/fit.ts'
import type { Raster } from './raster/raster.ts'
import type { PictureSource } from './source/picture-source.ts'

// A narrow picture would become very long before it is cut.
const SCALED_PIXELS_MAX = 4_000_000

/** Makes one size of a master. */
export async function deriveRaster(
  master: PictureSource,
  shape: Size & { readonly fit: 'cover' | 'inside' },
  codec: Codec,
): Promise<Raster> {
  if (shape.fit === 'inside') return codec.decode(master, fitInside(master, shape))
  const covering = cover(master, shape)
  const isSmaller = covering.width <= master.width && covering.height <= master.height
  if (isSmaller) return codec.crop(await codec.decode(master, covering), shape)
  const whole = await codec.decode(master, master)
  if (covering.width * covering.height <= SCALED_PIXELS_MAX)
    return codec.crop(await codec.scale(whole, covering), shape)
  return codec.scale(codec.crop(whole, partOf(master, shape)), shape)
}

/** The largest part of a picture with the proportions of a shape. */
function partOf({ width, height }: PictureSource, shape: Size): Size {
  const factor = Math.min(width / shape.width, height / shape.height)
  return {
    width: Math.max(1, Math.min(width, Math.round(shape.width * factor))),
    height: Math.max(1, Math.min(height, Math.round(shape.height * factor))),
  }
}
