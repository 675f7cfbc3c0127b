import { codeOf } from '#lib/errors/code-of.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { bunCodec } from './codecs/bun-codec.ts'
import type { Codec } from './codecs/codec.ts'
import { encode } from './codecs/encode.ts'
import { photonCodec } from './codecs/photon-codec.ts'
import { createColours } from './colour/create-colours.ts'
import { decodePicture } from './decode-picture.ts'
import { deriveRaster } from './derive-raster.ts'
import type { ImageEngine } from './image-engine.ts'
import { PRESETS } from '../presets.ts'
import { likeness } from './raster/likeness.ts'
import { placeholder } from './raster/placeholder.ts'
import { turn } from './raster/turn.ts'
import { openSource } from './source/open-source.ts'
import type { PictureSource } from './source/picture-source.ts'
import { undecodable } from './source/refusals.ts'
import { transcodePicture, type Transcoded } from './transcode-picture.ts'

/** The engines by name: `bun` is the default, `photon` runs wherever WebAssembly does. */
export const IMAGE_ENGINES = {
  bun: () => createImageEngine(bunCodec),
  photon: () => createImageEngine(photonCodec),
}
export type ImageEngineName = keyof typeof IMAGE_ENGINES

/** Creates an engine on a codec. Size, orientation, colours and transparency are handled here, the same for all codecs. */
export function createImageEngine(codec: Codec): ImageEngine {
  const colours = createColours()

  async function masterOf(source: PictureSource): Promise<Transcoded> {
    const { profile } = source
    const isConverted = profile !== undefined && (await colours.isNeeded(source.colours, profile))
    const direct = await transcodePicture(source, PRESETS.view, { codec, isConverted }).catch(ignoreFailure)
    if (direct !== undefined) return direct
    const raster = turn(await decodePicture(source, PRESETS.view, { codec, colours }), source.orientation)
    const { bytes } = await encode(raster, 'jpeg', codec)
    return { bytes, width: raster.width, height: raster.height, preview: raster }
  }

  return {
    async read(file) {
      const source = openSource(file, codec.limits)
      const { preview, ...master } = await masterOf(source).catch((error: unknown) => {
        throw refusalOf(error)
      })
      return { ...master, placeholder: placeholder(preview), likeness: likeness(preview) }
    },
    async derive(master, preset, format) {
      const shape = PRESETS[preset]
      if (shape.fit === 'inside' && format === 'jpeg') return { bytes: master, format }
      const source = openSource(master, { ...codec.limits, sideMin: 1 })
      return encode(await deriveRaster(source, shape, codec), format, codec)
    },
  }
}

/** A refusal stands; any other failure is tried again by pixels, which tells what is wrong. */
function ignoreFailure(error: unknown): undefined {
  if (error instanceof ProblemError) throw error
}

/** What a failed decoder means: photon panics, and `Bun.Image` has codes, when a file is damaged. */
function refusalOf(error: unknown): unknown {
  if (error instanceof ProblemError) return error
  const isDamage =
    error instanceof WebAssembly.RuntimeError || codeOf(error)?.startsWith('ERR_IMAGE_') === true
  return isDamage ? Object.assign(undecodable(), { cause: error }) : error
}
