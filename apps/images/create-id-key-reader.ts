/** Creates a reader that caches the key; after a failure the next call reads again. */
export function createIdKeyReader(read: () => Promise<Uint8Array>): () => Promise<Uint8Array> {
  let key: Promise<Uint8Array> | undefined
  return () => {
    key ??= read().catch((error: unknown) => {
      key = undefined
      throw error
    })
    return key
  }
}
