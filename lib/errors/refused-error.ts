/** Something we depend on will never take what it was given; trying again does not help. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}
