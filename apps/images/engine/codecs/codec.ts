import type { ServedFormat } from '../image-engine.ts'
import type { Size } from '../raster/fit.ts'
import type { Raster } from '../raster/raster.ts'
import type { SourceLimits } from '../source/source-limits.ts'
import type { PictureSource } from '../source/picture-source.ts'

/** Writes one format. */
export interface Encoder {
  readonly format: ServedFormat
  encode(raster: Raster): Promise<Uint8Array>
}

/** Turns files into pixels and back. An engine is made of one; all that must not differ between engines is outside. */
export interface Codec {
  readonly limits: SourceLimits
  /** True when the decoder leaves missing parts of a JPEG grey; otherwise its data is counted each time. */
  readonly leavesGrey: boolean
  /** Decodes a JPEG, PNG or WebP to the given size, which is at most its own; rejects when the file is damaged. */
  decode(source: Pick<PictureSource, 'format' | 'width' | 'height' | 'bytes'>, size: Size): Promise<Raster>
  /**
   * Turns a JPEG upright, shrinks it to a size that is at most its own, and encodes it as JPEG at once: faster than by pixels.
   * Undefined where the decoder cannot.
   */
  readonly transcode?: ((source: PictureSource, size: Size) => Promise<Uint8Array>) | undefined
  /** Makes a picture smaller or larger. */
  scale(raster: Raster, size: Size): Promise<Raster>
  /** Cuts out the middle of a picture. */
  crop(raster: Raster, size: Size): Raster
  /** The encoders, best first; when one fails, the next one is used. */
  readonly encoders: Readonly<Record<ServedFormat, readonly Encoder[]>>
}
