import type { Codec } from './codecs/codec.ts'
import { checkFile } from './codecs/encode.ts'
import { fitInside, type Size } from './raster/fit.ts'
import type { Raster } from './raster/raster.ts'
import { turn } from './raster/turn.ts'
import { checkComplete, endsInGrey } from './source/check-complete.ts'
import type { PictureSource } from './source/picture-source.ts'

/** A picture that went from file to file, and a small one of its pixels. */
export interface Transcoded extends Size {
  readonly bytes: Uint8Array
  readonly preview: Raster
}

// Smaller pictures are as fast by pixels, and their preview would be too small to be compared.
const PIXELS_MIN = 250_000
/** The decoder gives one pixel for each block of the file: also the last one, which shows whether the data is complete. */
const BLOCK = 8

/**
 * Makes a JPEG smaller and upright without a detour over pixels. That is the most frequent case: the photo of a phone. Undefined
 * when the pixels are needed: other formats, colours that must be converted, data that must be counted.
 */
export async function transcodePicture(
  source: PictureSource,
  box: Size,
  { codec, isConverted }: { readonly codec: Codec; readonly isConverted: boolean },
): Promise<Transcoded | undefined> {
  const { format, width, height, orientation, completeness } = source
  const isPlain = format === 'jpeg' && source.colours !== 'cmyk' && completeness?.isDoubtful === false
  if (codec.transcode === undefined || !isPlain || isConverted || width * height < PIXELS_MIN)
    return undefined
  const blocks = await codec.decode(source, {
    width: Math.ceil(width / BLOCK),
    height: Math.ceil(height / BLOCK),
  })
  if (endsInGrey(blocks)) checkComplete(source)
  const size = fitInside(orientation < 5 ? { width, height } : { width: height, height: width }, box)
  const bytes = await codec.transcode(source, size)
  checkFile(bytes, 'jpeg', size)
  return { ...size, bytes, preview: turn(blocks, orientation) }
}
