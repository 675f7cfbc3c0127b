import type { Preset } from '../presets.ts'

/** Formats in which a picture is served. */
export type ServedFormat = 'jpeg' | 'webp'

/** A picture that we encoded: upright, in sRGB, on white where it was transparent, without metadata. */
export interface Master {
  /** A JPEG of at most 1,600 pixels a side. */
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  /** A thumbhash in base64: shown until the picture is there. */
  readonly placeholder: string
  /** A perceptual hash of 64 bits as 16 hex digits: pictures that look alike differ in few bits. */
  readonly likeness: string
}

/** A picture in one size, encoded. */
export interface Derivative {
  readonly bytes: Uint8Array
  /** The format that was written; JPEG when the encoder of the wished one fails. */
  readonly format: ServedFormat
}

/** Decodes, turns, shrinks and encodes pictures. All engines pass the same tests. */
export interface ImageEngine {
  /**
   * Makes the master of an untrusted file.
   *
   * @throws {ProblemError} 415 when the format is not accepted, 422 when the picture is too large, too small or broken.
   */
  read(file: Uint8Array): Promise<Master>
  /** Makes one size of a master. */
  derive(master: Uint8Array, preset: Preset, format: ServedFormat): Promise<Derivative>
}
