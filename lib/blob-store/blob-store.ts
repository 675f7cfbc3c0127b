/** A blob that is stored. */
export interface StoredBlob {
  readonly name: string
  /** When it was stored, by the clock of the place, in milliseconds since 1970. */
  readonly storedMs: number
}

/** Stores bytes under names. */
export interface BlobStore {
  /**
   * Stores bytes under a name: atomic (readers see all or nothing), durable, readable at once. If the name is taken, it changes
   * nothing and returns false. Names: 1–200 characters of `[A-Za-z0-9._-]` in segments separated by `/`, none of them `.` or `..`.
   *
   * @throws {RangeError} when the name has another form.
   * @throws {UnavailableError} when there is no space or the place is gone.
   */
  put(name: string, bytes: Uint8Array): Promise<boolean>
  /** Returns the bytes; undefined if there is no such blob. */
  get(name: string): Promise<Uint8Array | undefined>
  /** Removes a blob; returns true if it existed. */
  remove(name: string): Promise<boolean>
  /** Reads the names of all blobs, in any order. Those that are stored or removed meanwhile may be among them. */
  list(): AsyncIterable<StoredBlob>
  /**
   * Resolves when bytes could be stored now.
   *
   * @throws {UnavailableError} when the place is gone, read-only or full.
   */
  check(): Promise<void>
  /** Releases all resources. */
  close(): Promise<void>
}
