/** Something we depend on cannot answer now; trying again later may help. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly retry = true
}
