/** Checks that a store can be written. */
export interface StoreProbe {
  /**
   * Resolves when something was written just now, as durably as everything else, and taken away again.
   *
   * @throws {UnavailableError} when the store cannot be written: it is away, read-only, full, or not made ready yet.
   */
  check(): Promise<void>
}
