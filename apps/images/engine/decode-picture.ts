import type { Codec } from './codecs/codec.ts'
import type { ColourTools } from './colour/create-colours.ts'
import { decodeInks } from './jpeg/decode-inks.ts'
import { inksToRgb } from './jpeg/to-inks.ts'
import { decodeGif } from './raster/decode-gif.ts'
import { fitInside, type Size } from './raster/fit.ts'
import { flatten } from './raster/flatten.ts'
import { place } from './raster/place.ts'
import type { Raster } from './raster/raster.ts'
import { checkComplete, endsInGrey } from './source/check-complete.ts'
import type { PictureSource } from './source/picture-source.ts'

// Scaling before flattening mixes the hidden colours of transparent pixels into the edges beside them. Above this size, the picture
// is shrunk so much that the edges are not visible, and its pixels would take too much memory.
const FLATTEN_FIRST_PIXELS_MAX = 12_000_000

/** Decodes a picture into a box: opaque, in sRGB, not yet turned. */
export async function decodePicture(
  source: PictureSource,
  box: Size,
  { codec, colours }: { readonly codec: Codec; readonly colours: ColourTools },
): Promise<Raster> {
  const size = fitInside(source, box)
  const mustCount = source.completeness?.isDoubtful === true || !codec.leavesGrey
  if (mustCount) checkComplete(source)
  if (source.colours === 'cmyk') return fromInks()
  const raster = await opaque()
  if (!mustCount && endsInGrey(raster)) checkComplete(source)
  if (source.profile === undefined) return raster
  const converted = await colours.toSrgb(raster.data, source.colours, source.profile)
  return converted === undefined ? raster : { ...raster, data: converted }

  async function fromInks(): Promise<Raster> {
    const { width, height, data } = decodeInks(source.bytes, size.width)
    const profile = source.profile
    const pixels = profile && (await colours.toSrgb(data, 'cmyk', profile))
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
