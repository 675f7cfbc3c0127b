import { codeOf } from '#lib/errors/code-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { bunCodec } from './codecs/bun-codec.ts'
import type { Codec } from './codecs/codec.ts'
import { encode } from './codecs/encode.ts'
import { photonCodec } from './codecs/photon-codec.ts'
import { openColourConverter, type ColourConverter } from './colour/open-colour-converter.ts'
import { decodePicture } from './decode-picture.ts'
import { deriveRaster } from './derive-raster.ts'
import type { ImageEngine } from './image-engine.ts'
import { likeness } from './raster/likeness.ts'
import { placeholder } from './raster/placeholder.ts'
import { turn } from './raster/turn.ts'
import { MASTER_SIDE, shapeOf } from './shape-of.ts'
import { openSource } from './source/open-source.ts'
import { undecodable } from './source/refusals.ts'

const BOX = { width: MASTER_SIDE, height: MASTER_SIDE }

/** The engines by name: `bun` is the default, `photon` runs wherever WebAssembly does. */
export const IMAGE_ENGINES = { bun: () => createImageEngine(bunCodec), photon: () => createImageEngine(photonCodec) }
export type ImageEngineName = keyof typeof IMAGE_ENGINES

/** Creates an engine on a codec. Size, orientation, colours and transparency are handled here, the same for all codecs. */
export function createImageEngine(codec: Codec): ImageEngine {
  let converter: Promise<ColourConverter> | undefined
  const colours = () => (converter ??= openColourConverter())

  return {
    async read(file) {
      const source = openSource(file, codec.limits)
      const decoded = await decodePicture(source, BOX, { codec, colours }).catch((error: unknown) => {
        // After a failure inside LittleCMS, its memory may be damaged.
        converter = undefined
        throw refusalOf(error)
      })
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
      const shape = shapeOf(preset)
      if (!shape.isCovered && format === 'jpeg') return { bytes: master, format }
      const source = openSource(master, codec.limits)
      return encode(await deriveRaster(source, shape, codec), format, codec)
    },
  }
}

/** What a failed decoder means: photon panics, and `Bun.Image` has codes, when a file is damaged. */
function refusalOf(error: unknown): unknown {
  if (error instanceof ProblemError) return error
  const isDamage = error instanceof WebAssembly.RuntimeError || codeOf(error)?.startsWith('ERR_IMAGE_') === true
  return isDamage ? Object.assign(undecodable(), { cause: error }) : error
}
