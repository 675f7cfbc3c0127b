import { createHash } from 'node:crypto'
import { instantiate, INTENT_PERCEPTUAL, TYPE_CMYK_8_REV, TYPE_GRAY_8, TYPE_RGBA_8 } from 'lcms-wasm'
import type { Colours } from '../source/picture-source.ts'

/** Converts pixels to sRGB. */
export interface ColourConverter {
  /**
   * Gives the pixels in sRGB, four bytes each. The input has four bytes a pixel, also for grey (in the first of them); for inks,
   * 255 means no ink. Undefined when the profile is damaged or is not one for these colours; browsers ignore such profiles.
   */
  toSrgb(pixels: Uint8Array, colours: Colours, profile: Uint8Array): Uint8Array | undefined
}

type LittleCms = Awaited<ReturnType<typeof instantiate>>

const PIXEL_BYTES = 4
/** Pixels that are converted at once: the memory of the library grows to the largest piece. */
const PIECE = 65_536
const TRANSFORMS_MAX = 8
/** The signatures of colour spaces (ICC.1, table 19), and how their pixels lie in memory. */
const SPACES = {
  rgb: { signature: 0x52474220, format: TYPE_RGBA_8 },
  grey: { signature: 0x47524159, format: TYPE_GRAY_8 },
  cmyk: { signature: 0x434d594b, format: TYPE_CMYK_8_REV },
} as const

/** Opens LittleCMS. It runs in WebAssembly: a hostile profile cannot reach memory outside. */
export async function openColourConverter(): Promise<ColourConverter> {
  const cms = await instantiate()
  const piece = cms._malloc(PIECE * PIXEL_BYTES)
  const greys = cms._malloc(PIECE)
  // Pictures of one camera have one profile.
  const transforms = new Map<string, number>()

  function transformOf(colours: Colours, profile: Uint8Array): number {
    const key = `${colours} ${createHash('sha256').update(profile).digest('hex')}`
    const known = transforms.get(key)
    if (known !== undefined) return known
    const made = createTransform(cms, colours, profile)
    const [oldest] = transforms
    if (transforms.size >= TRANSFORMS_MAX && oldest !== undefined) {
      transforms.delete(oldest[0])
      if (oldest[1] !== 0) cms._cmsDeleteTransform(oldest[1])
    }
    transforms.set(key, made)
    return made
  }

  return {
    toSrgb(pixels, colours, profile) {
      const transform = transformOf(colours, profile)
      if (transform === 0) return undefined
      const converted = new Uint8Array(pixels.length)
      for (let at = 0; at < pixels.length; at += PIECE * PIXEL_BYTES) {
        const part = pixels.subarray(at, at + PIECE * PIXEL_BYTES)
        const count = part.length / PIXEL_BYTES
        cms.HEAPU8.set(part, piece)
        if (colours === 'grey')
          for (let index = 0; index < count; index += 1) cms.HEAPU8[greys + index] = part[index * PIXEL_BYTES] ?? 0
        cms._cmsDoTransform(transform, colours === 'grey' ? greys : piece, piece, count)
        // The library does not write the fourth byte; of inks it is the black.
        const done = cms.HEAPU8.subarray(piece, piece + part.length)
        if (colours === 'cmyk') for (let index = 3; index < done.length; index += PIXEL_BYTES) done[index] = 255
        converted.set(done, at)
      }
      return converted
    },
  }
}

function createTransform(cms: LittleCms, colours: Colours, profile: Uint8Array): number {
  const address = cms._malloc(profile.length)
  cms.HEAPU8.set(profile, address)
  const input = cms._cmsOpenProfileFromMem(address, profile.length)
  cms._free(address)
  if (input === 0) return 0
  const output = cms._cmsCreate_sRGBProfile()
  const { signature, format } = SPACES[colours]
  const isOurs = cms._cmsGetColorSpace(input) === signature
  const transform = isOurs ? cms._cmsCreateTransform(input, format, output, TYPE_RGBA_8, INTENT_PERCEPTUAL, 0) : 0
  cms._cmsCloseProfile(input)
  cms._cmsCloseProfile(output)
  return transform
}
