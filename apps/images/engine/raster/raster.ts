/** The pixels of a picture, row by row: red, green, blue and alpha, one byte each. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Bytes of a pixel. */
export const PIXEL_BYTES = 4
