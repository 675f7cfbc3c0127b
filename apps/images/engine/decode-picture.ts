import type { Codec } from './codecs/codec.ts'
import type { ColourConverter } from './colour/open-colour-converter.ts'
import { decodeInks } from './jpeg/decode-inks.ts'
import { inksToRgb } from './jpeg/to-inks.ts'
import { decodeGif } from './raster/decode-gif.ts'
import { fitInside, type Size } from './raster/fit.ts'
import { flatten } from './raster/flatten.ts'
import { place } from './raster/place.ts'
import type { Raster } from './raster/raster.ts'
import type { PictureSource } from './source/picture-source.ts'
import { undecodable } from './source/refusals.ts'

// Scaling before flattening mixes the hidden colours of transparent pixels into the edges beside them. Above this size, the picture
// is shrunk so much that the edges are not visible, and its pixels would take too much memory.
const FLATTEN_FIRST_PIXELS_MAX = 12_000_000
// What decoders put where data is missing.
const GREY = 128
const GREY_RANGE = 40
const NEUTRAL_RANGE = 12

/** Converts pixels to sRGB; undefined when the profile cannot be used. */
export type ConvertColours = (
  ...pixels: Parameters<ColourConverter['toSrgb']>
) => Promise<ReturnType<ColourConverter['toSrgb']>>

/** Decodes a picture into a box: opaque, in sRGB, not yet turned. */
export async function decodePicture(
  source: PictureSource,
  box: Size,
  { codec, convert }: { readonly codec: Codec; readonly convert: ConvertColours },
): Promise<Raster> {
  const size = fitInside(source, box)
  const mustCount = source.completeness?.isDoubtful === true || !codec.leavesGrey
  if (mustCount) checkComplete(source)
  if (source.colours === 'cmyk') return fromInks()
  const raster = await opaque()
  if (!mustCount && endsInGrey(raster)) checkComplete(source)
  if (source.profile === undefined) return raster
  const converted = await convert(raster.data, source.colours, source.profile)
  return converted === undefined ? raster : { ...raster, data: converted }

  async function fromInks(): Promise<Raster> {
    const { width, height, data } = decodeInks(source.bytes, size.width)
    const profile = source.profile
    const pixels = profile && (await convert(data, 'cmyk', profile))
    return fitted({ width, height, data: pixels ?? inksToRgb(data) })
  }

  async function opaque(): Promise<Raster> {
    const { format, canvas, isTransparent, width, height } = source
    const isWhole = format === 'gif' || canvas !== undefined
    if (isWhole || (isTransparent && width * height <= FLATTEN_FIRST_PIXELS_MAX)) {
      const whole = await decodeWhole()
      flatten(whole)
      return fitted(whole)
    }
    const shrunk = await codec.decode(source, size)
    if (isTransparent) flatten(shrunk)
    return shrunk
  }

  async function decodeWhole(): Promise<Raster> {
    const { format, canvas, bytes } = source
    if (format === 'gif') return decodeGif(bytes)
    if (canvas === undefined) return codec.decode(source, source)
    const frame = canvas.frame
    return place(await codec.decode({ format, bytes, ...frame }, frame), canvas)
  }

  async function fitted(whole: Raster): Promise<Raster> {
    const isSame = whole.width === size.width && whole.height === size.height
    return isSame ? whole : codec.scale(whole, size)
  }
}

function checkComplete({ completeness }: PictureSource): void {
  if (completeness?.isComplete() === false) throw undecodable()
}

/** True when the last pixel is close to the grey that decoders put where data is missing. */
function endsInGrey({ data }: Raster): boolean {
  const [red = 0, green = 0, blue = 0] = data.subarray(-4)
  return (
    Math.abs(red - GREY) <= GREY_RANGE &&
    Math.max(red, green, blue) - Math.min(red, green, blue) <= NEUTRAL_RANGE
  )
}
