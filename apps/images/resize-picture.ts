import { codeOf } from '#lib/errors/code-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { hasEnd } from './has-end.ts'
import { pictureFormat } from './picture-format.ts'
import { PRESETS, type Preset } from './presets.ts'

/** Maximum pixels of a picture, and of one side; checked in the header, before decoding. */
const PIXELS_MAX = 40_000_000
const SIDE_PIXELS_MAX = 12_000
const SIDE_PIXELS_MIN = 8

const JPEG_QUALITY = 82

/** A picture in the stored sizes: upright, as JPEG, without metadata about time and place. */
export interface Resized {
  readonly files: Readonly<Record<Preset, Uint8Array>>
  /** Size of the largest file. */
  readonly width: number
  readonly height: number
}

/**
 * Decodes an untrusted picture and encodes it in each size.
 *
 * @throws {ProblemError} 415 when the format is not accepted, 422 when it is too large, too small or broken.
 */
export async function resizePicture(bytes: Uint8Array): Promise<Resized> {
  const format = pictureFormat(bytes)
  if (format === undefined) {
    const detail =
      'The body must be the bytes of a JPEG, PNG or WebP picture, not a form and not a text encoding'
    throw new ProblemError({ status: 415, code: 'not_a_picture', detail })
  }
  try {
    const { width, height } = await new Bun.Image(bytes, { maxPixels: PIXELS_MAX }).metadata()
    checkSides(width, height)
    if (!hasEnd(bytes, format)) throw undecodable()
    const view = await paint(bytes, 'view')
    const thumb = await paint(bytes, 'thumb')
    return { files: { view: view.bytes, thumb: thumb.bytes }, width: view.width, height: view.height }
  } catch (error) {
    throw refusalOf(error)
  }
}

async function paint(
  source: Uint8Array,
  preset: Preset,
): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const side = PRESETS[preset]
  const image = new Bun.Image(source, { maxPixels: PIXELS_MAX })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: JPEG_QUALITY })
  const bytes = await image.bytes()
  return { bytes, width: image.width, height: image.height }
}

function checkSides(width: number, height: number): void {
  if (Math.max(width, height) > SIDE_PIXELS_MAX || width * height > PIXELS_MAX) throw tooManyPixels()
  if (Math.min(width, height) >= SIDE_PIXELS_MIN) return
  const detail = `The picture is ${width}×${height} pixels; each side must have at least ${SIDE_PIXELS_MIN}`
  throw new ProblemError({ status: 422, code: 'too_small', detail })
}

function refusalOf(error: unknown): unknown {
  const code = codeOf(error)
  if (code === 'ERR_IMAGE_TOO_MANY_PIXELS') return tooManyPixels()
  return code?.startsWith('ERR_IMAGE_') === true ? undecodable() : error
}

function tooManyPixels(): ProblemError {
  const megapixels = PIXELS_MAX / 1_000_000
  const detail = `The picture is too large: at most ${megapixels} megapixels, and ${SIDE_PIXELS_MAX} pixels a side`
  return new ProblemError({ status: 422, code: 'too_many_pixels', detail })
}

function undecodable(): ProblemError {
  const detail = 'The picture is broken: it cannot be decoded completely'
  return new ProblemError({ status: 422, code: 'undecodable', detail })
}
