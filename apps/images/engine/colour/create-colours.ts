import type { Colours } from '../source/picture-source.ts'
import { openColourConverter, type ColourConverter } from './open-colour-converter.ts'

/** The colour converter of an engine. */
export interface ColourTools {
  /** False when the conversion would change nothing. */
  isNeeded(colours: Colours, profile: Uint8Array): Promise<boolean>
  /** As `ColourConverter.toSrgb()`. */
  toSrgb(pixels: Uint8Array, colours: Colours, profile: Uint8Array): Promise<Uint8Array | undefined>
}

/** Opens LittleCMS when the first profile comes, and again when a damaged profile has made it fail. */
export function createColours(): ColourTools {
  let opened: Promise<ColourConverter> | undefined

  async function attempt<Result>(
    use: (converter: ColourConverter) => Result,
    otherwise: Result,
  ): Promise<Result> {
    opened ??= openColourConverter()
    try {
      return use(await opened)
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error
      // The profile is ignored; the memory of the library may be damaged.
      opened = undefined
      return otherwise
    }
  }

  return {
    isNeeded: (colours, profile) => attempt((converter) => converter.isNeeded(colours, profile), false),
    toSrgb: (pixels, colours, profile) =>
      attempt((converter) => converter.toSrgb(pixels, colours, profile), undefined),
  }
}
