import { instantiate, INTENT_PERCEPTUAL, TYPE_CMYK_8_REV, TYPE_GRAY_8, TYPE_RGBA_8 } from 'lcms-wasm'
import type { Colours } from '../source/picture-source.ts'

/** LittleCMS. A transform is a number; 0 stands for a profile that cannot be used. */
export interface LittleCms {
  /** A transform from a profile to sRGB. */
  createTransform(colours: Colours, profile: Uint8Array): number
  deleteTransform(transform: number): void
  /** Converts pixels to red, green and blue; the fourth byte of each is left as it is. Grey has one byte for each pixel. */
  transform(transform: number, pixels: Uint8Array, colours: Colours): Uint8Array
}

/** Pixels that are converted at once: the memory of the library grows with them. */
export const PIECE_PIXELS = 65_536
const PIXEL_BYTES = 4
/** The signatures of colour spaces (ICC.1, table 19), and how their pixels lie in memory. */
const SPACES = {
  rgb: { signature: 0x52474220, format: TYPE_RGBA_8 },
  grey: { signature: 0x47524159, format: TYPE_GRAY_8 },
  cmyk: { signature: 0x434d594b, format: TYPE_CMYK_8_REV },
} as const

/** Opens LittleCMS. It runs in WebAssembly: a hostile profile cannot reach memory outside. */
export async function openLittleCms(): Promise<LittleCms> {
  const library = await instantiate()
  const {
    _malloc: allocate,
    _free: free,
    _cmsOpenProfileFromMem: openProfile,
    _cmsCloseProfile: closeProfile,
    _cmsCreate_sRGBProfile: createSrgb,
    _cmsGetColorSpace: spaceOf,
    _cmsCreateTransform: createTransform,
    _cmsDeleteTransform: deleteTransform,
    _cmsDoTransform: doTransform,
  } = library
  const input = allocate(PIECE_PIXELS * PIXEL_BYTES)
  const output = allocate(PIECE_PIXELS * PIXEL_BYTES)

  return {
    createTransform(colours, profile) {
      const address = allocate(profile.length)
      library.HEAPU8.set(profile, address)
      const from = openProfile(address, profile.length)
      free(address)
      if (from === 0) return 0
      const to = createSrgb()
      const { signature, format } = SPACES[colours]
      const isOurs = spaceOf(from) === signature
      const transform = isOurs ? createTransform(from, format, to, TYPE_RGBA_8, INTENT_PERCEPTUAL, 0) : 0
      closeProfile(from)
      closeProfile(to)
      return transform
    },
    deleteTransform,
    transform(transform, pixels, colours) {
      const count = colours === 'grey' ? pixels.length : pixels.length / PIXEL_BYTES
      // The memory moves when it grows: it is looked up for each use.
      library.HEAPU8.set(pixels, input)
      doTransform(transform, input, output, count)
      return library.HEAPU8.slice(output, output + count * PIXEL_BYTES)
    },
  }
}
