/** A dependency permanently rejects the data that it received; a retry does not help. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}
