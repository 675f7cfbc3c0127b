import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { StartError } from '#lib/errors/start-error.ts'

const KEY_NAME = 'id-key'
const KEY_BYTES = 32

/**
 * Opens the key of picture names from a blob beside the pictures, and creates it when there is none; for stores that are not a
 * folder. Everyone who may read the store may read the key; in S3 these are the holders of the access keys.
 *
 * @throws {StartError} when the blob is not a valid key.
 */
export async function openIdKeyBlob(blobs: BlobStore): Promise<Uint8Array> {
  let key = await blobs.get(KEY_NAME)
  if (key === undefined) {
    // The first of several processes stores its key, and all read that key.
    await blobs.put(KEY_NAME, crypto.getRandomValues(new Uint8Array(KEY_BYTES)))
    key = await blobs.get(KEY_NAME)
  }
  if (key?.length === KEY_BYTES) return key
  throw new StartError(
    `Cannot read key "${KEY_NAME}": it holds ${key?.length ?? 0} bytes, not ${KEY_BYTES}`,
    'Restore it from a backup, or move it away: then repeated uploads of a picture get a new name.',
  )
}
