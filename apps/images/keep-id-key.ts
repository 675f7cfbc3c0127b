import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { StartError } from '#lib/errors/start-error.ts'

const KEY_NAME = 'id-key'
const KEY_BYTES = 32

/**
 * The key of the names of pictures as a blob beside them, made when there is none, for stores that are no folder: whoever may
 * read the store may read it, which S3 lets nobody but the holders of its keys.
 *
 * @throws {StartError} when what lies there is no such key.
 */
export async function keepIdKey(blobs: BlobStore): Promise<Uint8Array> {
  let key = await blobs.get(KEY_NAME)
  if (key === undefined) {
    // Of several processes one puts its key, and all read that one.
    await blobs.put(KEY_NAME, crypto.getRandomValues(new Uint8Array(KEY_BYTES)))
    key = await blobs.get(KEY_NAME)
  }
  if (key?.length === KEY_BYTES) return key
  throw new StartError(
    `Cannot read key "${KEY_NAME}": it holds ${key?.length ?? 0} bytes, not ${KEY_BYTES}`,
    'Put it back from a backup, or move it away: then pictures that are brought again get another name.',
  )
}
