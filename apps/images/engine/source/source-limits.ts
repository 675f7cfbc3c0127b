/** What may be decoded. */
export interface SourceLimits {
  /** Most pixels of a JPEG whose decoder shrinks it. */
  readonly jpegPixelsMax: number
  /** Shortest side; the master of a narrow picture may have a single pixel. */
  readonly sideMin?: number
}
