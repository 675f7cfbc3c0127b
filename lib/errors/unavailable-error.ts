/** A dependency is not available now; a later retry may succeed. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly retry = true
}
