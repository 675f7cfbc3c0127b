import type { Derivative, ServedFormat } from '../image-engine.ts'
import type { Size } from '../raster/fit.ts'
import type { Raster } from '../raster/raster.ts'
import type { Codec } from './codec.ts'

// A picture of noise takes less than this in each format and quality that we write.
const BYTES_PER_PIXEL_MAX = 4
const HEADER_BYTES_MAX = 4_096
const STARTS: Readonly<Record<ServedFormat, RegExp>> = { jpeg: /^\xff\xd8\xff/u, webp: /^RIFF[^]{4}WEBP/u }

/** Encodes a picture in the wished format. When an encoder fails, or writes something else, the next one is used. */
export async function encode(raster: Raster, wished: ServedFormat, { encoders }: Codec): Promise<Derivative> {
  const failures: unknown[] = []
  for (const encoder of encoders[wished]) {
    try {
      const bytes = await encoder.encode(raster)
      checkFile(bytes, encoder.format, raster)
      return { bytes, format: encoder.format }
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures, `Cannot encode a picture as ${wished}: all encoders failed`)
}

/** Checks that an encoder wrote the format, and not too much. */
export function checkFile(bytes: Uint8Array, format: ServedFormat, { width, height }: Size): void {
  const bytesMax = width * height * BYTES_PER_PIXEL_MAX + HEADER_BYTES_MAX
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (bytes.length > bytesMax || !STARTS[format].test(start))
    throw new Error(`Cannot use a file of ${bytes.length} bytes as ${format} of ${width}×${height}`)
}
