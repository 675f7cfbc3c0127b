/** How a picture must be turned to be upright, as in EXIF: 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** What the numbers of a pixel mean. */
export type Colours = 'rgb' | 'grey' | 'cmyk'

/** An animation whose first frame covers a part of its area. */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly top: number
  readonly frame: { readonly width: number; readonly height: number }
}

/** An untrusted file after its header was read and its size was checked; nothing was decoded yet. */
export interface PictureSource {
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif'
  /** Size as stored, before the picture is turned. */
  readonly width: number
  readonly height: number
  readonly orientation: Orientation
  readonly colours: Colours
  readonly isTransparent: boolean
  /** The colour profile, untrusted. */
  readonly profile: Uint8Array | undefined
  /**
   * A file with the first frame alone. Metadata, further frames, and bytes before or after the picture are left out: decoders
   * never see them, so they cannot appear in what we encode.
   */
  readonly bytes: Uint8Array
  /** Set when the frame in `bytes` is smaller than the picture. */
  readonly canvas?: Canvas | undefined
  /** Set for formats whose decoders do not tell whether the data is complete. */
  readonly completeness?: Completeness | undefined
}

/** Whether the data of a picture is complete. */
export interface Completeness {
  /** Counts what is there; slow. */
  readonly isComplete: () => boolean
  /** True when only the count can tell; otherwise the decoded picture shows whether to count. */
  readonly isDoubtful: boolean
}
