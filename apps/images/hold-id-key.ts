/** A reader that reads once; what it could not read, its next caller tries anew. */
export function holdIdKey(read: () => Promise<Uint8Array>): () => Promise<Uint8Array> {
  let key: Promise<Uint8Array> | undefined
  return () => {
    key ??= read().catch((error: unknown) => {
      key = undefined
      throw error
    })
    return key
  }
}
