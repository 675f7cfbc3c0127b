import { createHash } from 'node:crypto'
import type { Colours } from '../source/picture-source.ts'
import { openLittleCms, PIECE_PIXELS, type LittleCms } from './open-little-cms.ts'

/** Converts pixels to sRGB. */
export interface ColourConverter {
  /** False when the conversion would change nothing: the profile is that of sRGB, or cannot be used. */
  isNeeded(colours: Colours, profile: Uint8Array): boolean
  /**
   * Gives the pixels in sRGB, opaque, four bytes each; the same when they are in sRGB already. The input has four bytes a pixel, also for grey (in the first of them); for
   * inks, 255 means no ink. Undefined when the profile is damaged or is not one for these colours; browsers ignore such profiles.
   */
  toSrgb(pixels: Uint8Array, colours: Colours, profile: Uint8Array): Uint8Array | undefined
}

const PIXEL_BYTES = 4
const PIECE_BYTES = PIECE_PIXELS * PIXEL_BYTES
const OPAQUE = 255
const TRANSFORMS_MAX = 8
const ROUNDING = 1
const STEPS = [0, 36, 73, 109, 146, 182, 219, 255]
const GREYS = Uint8Array.from(STEPS.flatMap((value) => [value, value, value, OPAQUE]))
const GRID = Uint8Array.from(
  STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.flatMap((blue) => [red, green, blue, OPAQUE]))),
)

/** A transform of LittleCMS; 0 for a profile that cannot be used. */
interface Transform {
  readonly id: number
  readonly isIdentity: boolean
}

/** Opens a converter. It keeps the transforms of the last profiles: pictures of one camera have one profile. */
export async function openColourConverter(): Promise<ColourConverter> {
  const cms = await openLittleCms()
  const transforms = new Map<string, Transform>()

  function transformOf(colours: Colours, profile: Uint8Array): Transform {
    const key = `${colours} ${createHash('sha256').update(profile).digest('hex')}`
    const known = transforms.get(key)
    if (known !== undefined) return known
    const [oldest] = transforms
    if (transforms.size >= TRANSFORMS_MAX && oldest !== undefined) {
      transforms.delete(oldest[0])
      if (oldest[1].id !== 0) cms.deleteTransform(oldest[1].id)
    }
    const id = cms.createTransform(colours, profile)
    const made = { id, isIdentity: id !== 0 && keepsColours(cms, id, colours) }
    transforms.set(key, made)
    return made
  }

  return {
    isNeeded(colours, profile) {
      const { id, isIdentity } = transformOf(colours, profile)
      return id !== 0 && !isIdentity
    },
    toSrgb(pixels, colours, profile) {
      const { id, isIdentity } = transformOf(colours, profile)
      if (id === 0) return undefined
      if (isIdentity) return pixels
      const converted = new Uint8Array(pixels.length)
      for (let at = 0; at < pixels.length; at += PIECE_BYTES) {
        const piece = pixels.subarray(at, at + PIECE_BYTES)
        converted.set(cms.transform(id, colours === 'grey' ? firstBytes(piece) : piece, colours), at)
      }
      for (let at = PIXEL_BYTES - 1; at < converted.length; at += PIXEL_BYTES) converted[at] = OPAQUE
      return converted
    },
  }
}

/** True for sRGB itself, which many cameras write: the conversion would change nothing, and take as long as the decoding. */
function keepsColours(cms: LittleCms, id: number, colours: Colours): boolean {
  if (colours === 'cmyk') return false
  const probes = colours === 'grey' ? GREYS : GRID
  const converted = cms.transform(id, colours === 'grey' ? firstBytes(probes) : probes, colours)
  return probes.every(
    (value, index) => index % PIXEL_BYTES === 3 || Math.abs(value - (converted[index] ?? 0)) <= ROUNDING,
  )
}

function firstBytes(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from(
    { length: pixels.length / PIXEL_BYTES },
    (_, index) => pixels[index * PIXEL_BYTES] ?? 0,
  )
}
