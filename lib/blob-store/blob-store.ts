/** Bytes kept under names. */
export interface BlobStore {
  /**
   * Keeps bytes under a name once: atomic (readers see all or nothing), durable, readable at once. A name that is taken is
   * left as it is, and false is given. Names: 1–200 characters of `[A-Za-z0-9._-]` in segments parted by `/`, none of them
   * `.` or `..`.
   *
   * @throws {RangeError} when the name is not of that form.
   * @throws {UnavailableError} when there is no room or the place is gone.
   */
  put(name: string, bytes: Uint8Array): Promise<boolean>
  /** The bytes, or undefined where there are none. */
  get(name: string): Promise<Uint8Array | undefined>
  /** True when there was something to remove. */
  remove(name: string): Promise<boolean>
  /**
   * Resolves when bytes would be kept now.
   *
   * @throws {UnavailableError} when the place is gone, read-only or full.
   */
  check(): Promise<void>
  /** Lets go of the place. */
  close(): Promise<void>
}
