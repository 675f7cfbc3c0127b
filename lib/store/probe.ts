/** Checks that a store can be written. */
export interface StoreProbe {
  /**
   * Writes a test value as durably as all other data, removes it, and resolves.
   *
   * @throws {UnavailableError} when the store cannot be written: it is unavailable, read-only, full, or not prepared yet.
   */
  check(): Promise<void>
}
