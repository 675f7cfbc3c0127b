import { createHash } from 'node:crypto'
import type { Colours } from '../source/picture-source.ts'
import { openLittleCms, PIECE_PIXELS } from './open-little-cms.ts'

/** Converts pixels to sRGB. */
export interface ColourConverter {
  /**
   * Gives the pixels in sRGB, opaque, four bytes each. The input has four bytes a pixel, also for grey (in the first of them); for
   * inks, 255 means no ink. Undefined when the profile is damaged or is not one for these colours; browsers ignore such profiles.
   */
  toSrgb(pixels: Uint8Array, colours: Colours, profile: Uint8Array): Uint8Array | undefined
}

const PIXEL_BYTES = 4
const PIECE_BYTES = PIECE_PIXELS * PIXEL_BYTES
const OPAQUE = 255
const TRANSFORMS_MAX = 8

/** Opens a converter. It keeps the transforms of the last profiles: pictures of one camera have one profile. */
export async function openColourConverter(): Promise<ColourConverter> {
  const cms = await openLittleCms()
  const transforms = new Map<string, number>()

  function transformOf(colours: Colours, profile: Uint8Array): number {
    const key = `${colours} ${createHash('sha256').update(profile).digest('hex')}`
    const known = transforms.get(key)
    if (known !== undefined) return known
    const [oldest] = transforms
    if (transforms.size >= TRANSFORMS_MAX && oldest !== undefined) {
      transforms.delete(oldest[0])
      if (oldest[1] !== 0) cms.deleteTransform(oldest[1])
    }
    const made = cms.createTransform(colours, profile)
    transforms.set(key, made)
    return made
  }

  return {
    toSrgb(pixels, colours, profile) {
      const transform = transformOf(colours, profile)
      if (transform === 0) return undefined
      const converted = new Uint8Array(pixels.length)
      for (let at = 0; at < pixels.length; at += PIECE_BYTES) {
        const piece = pixels.subarray(at, at + PIECE_BYTES)
        converted.set(cms.transform(transform, colours === 'grey' ? firstBytes(piece) : piece, colours), at)
      }
      for (let at = PIXEL_BYTES - 1; at < converted.length; at += PIXEL_BYTES) converted[at] = OPAQUE
      return converted
    },
  }
}

function firstBytes(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from(
    { length: pixels.length / PIXEL_BYTES },
    (_, index) => pixels[index * PIXEL_BYTES] ?? 0,
  )
}
