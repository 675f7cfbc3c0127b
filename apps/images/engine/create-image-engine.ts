import { codeOf } from '#lib/errors/code-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { bunCodec } from './codecs/bun-codec.ts'
import type { Codec } from './codecs/codec.ts'
import { encode } from './codecs/encode.ts'
import { photonCodec } from './codecs/photon-codec.ts'
import { openColourConverter, type ColourConverter } from './colour/open-colour-converter.ts'
import { decodePicture, type ConvertColours } from './decode-picture.ts'
import { deriveRaster } from './derive-raster.ts'
import type { ImageEngine } from './image-engine.ts'
import { PRESETS } from '../presets.ts'
import { likeness } from './raster/likeness.ts'
import { placeholder } from './raster/placeholder.ts'
import { turn } from './raster/turn.ts'
import { openSource } from './source/open-source.ts'
import { undecodable } from './source/refusals.ts'

/** The engines by name: `bun` is the default, `photon` runs wherever WebAssembly does. */
export const IMAGE_ENGINES = {
  bun: () => createImageEngine(bunCodec),
  photon: () => createImageEngine(photonCodec),
}
export type ImageEngineName = keyof typeof IMAGE_ENGINES

/** Creates an engine on a codec. Size, orientation, colours and transparency are handled here, the same for all codecs. */
export function createImageEngine(codec: Codec): ImageEngine {
  let converter: Promise<ColourConverter> | undefined

  const convert: ConvertColours = async (pixels, colours, profile) => {
    converter ??= openColourConverter()
    try {
      return (await converter).toSrgb(pixels, colours, profile)
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error
      // A damaged profile is ignored; the memory of the library may be damaged too.
      converter = undefined
      return undefined
    }
  }

  return {
    async read(file) {
      const source = openSource(file, codec.limits)
      const decoded = await decodePicture(source, PRESETS.view, { codec, convert }).catch(
        (error: unknown) => {
          throw refusalOf(error)
        },
      )
      const raster = turn(decoded, source.orientation)
      const { bytes } = await encode(raster, 'jpeg', codec)
      return {
        bytes,
        width: raster.width,
        height: raster.height,
        placeholder: placeholder(raster),
        likeness: likeness(raster),
      }
    },
    async derive(master, preset, format) {
      const shape = PRESETS[preset]
      if (shape.fit === 'inside' && format === 'jpeg') return { bytes: master, format }
      const source = openSource(master, { ...codec.limits, sideMin: 1 })
      return encode(await deriveRaster(source, shape, codec), format, codec)
    },
  }
}

/** What a failed decoder means: photon panics, and `Bun.Image` has codes, when a file is damaged. */
function refusalOf(error: unknown): unknown {
  if (error instanceof ProblemError) return error
  const isDamage =
    error instanceof WebAssembly.RuntimeError || codeOf(error)?.startsWith('ERR_IMAGE_') === true
  return isDamage ? Object.assign(undecodable(), { cause: error }) : error
}
