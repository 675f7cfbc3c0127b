import { inflateSync } from 'node:zlib'
import { codeOf } from '#lib/errors/code-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { hasEnd } from '../has-end.ts'
import { pictureFormat } from '../picture-format.ts'
import { PRESETS } from '../presets.ts'
import type { ImageEngine } from './image-engine.ts'

const PIXELS_MAX = 40_000_000
const SIDE_PIXELS_MAX = 12_000
const SIDE_PIXELS_MIN = 8
const QUALITY = 82

/** An engine on `Bun.Image` alone. It cannot cut: what covers a size is stretched. */
export function openSimpleEngine(): ImageEngine {
  return {
    async read(file) {
      const format = pictureFormat(file)
      if (format === undefined) throw notAPicture()
      try {
        const { width, height } = await new Bun.Image(file, { maxPixels: PIXELS_MAX }).metadata()
        checkSides(width, height)
        if (!hasEnd(file, format)) throw undecodable()
        const side = PRESETS.view.width
        const image = new Bun.Image(file, { maxPixels: PIXELS_MAX })
          .resize(side, side, { fit: 'inside', withoutEnlargement: true })
          .jpeg({ quality: QUALITY })
        const bytes = await image.bytes()
        const placeholder = await new Bun.Image(bytes).placeholder()
        return {
          bytes,
          width: image.width,
          height: image.height,
          placeholder: placeholder.slice(placeholder.indexOf(',') + 1),
          likeness: await likenessOf(bytes),
        }
      } catch (error) {
        throw refusalOf(error)
      }
    },
    async derive(master, preset, format) {
      const { width, height, fit } = PRESETS[preset]
      const image = new Bun.Image(master).resize(
        width,
        height,
        fit === 'inside' ? { fit, withoutEnlargement: true } : { fit: 'fill' },
      )
      const encoded = format === 'webp' ? image.webp({ quality: QUALITY }) : image.jpeg({ quality: QUALITY })
      return { bytes: await encoded.bytes(), format }
    },
  }
}

/** Whether each of 8 × 8 pixels is lighter than the one to its right. */
async function likenessOf(master: Uint8Array): Promise<string> {
  const png = await new Bun.Image(master).resize(9, 8, { filter: 'box' }).png({ compressionLevel: 0 }).bytes()
  const rows = inflateSync(Buffer.from(png).subarray(41))
  const rowBytes = rows.length / 8
  const step = (rowBytes - 1) / 9
  let bits = ''
  for (let y = 0; y < 8; y += 1)
    for (let x = 0; x < 8; x += 1) {
      const at = y * rowBytes + 1 + x * step
      bits += (rows[at] ?? 0) > (rows[at + step] ?? 0) ? '1' : '0'
    }
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0')
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

function notAPicture(): ProblemError {
  const detail = 'The file must be a JPEG, PNG or WebP picture, not a text encoding of one'
  return new ProblemError({ status: 415, code: 'not_a_picture', detail })
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
