import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { StartError } from '#lib/errors/start-error.ts'

/**
 * The blob store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the place cannot be used.
 */
export async function openBlobStore(url: string): Promise<BlobStore> {
  const scheme = url.split(':', 1)[0] ?? ''
  switch (scheme) {
    case 'file':
      return (await import('#lib/blob-store/file.ts')).openFileBlobStore(url)
    default:
      throw new StartError(
        `Cannot open blob store: scheme "${scheme}:" is unknown`,
        'Name a place in BLOB_URL that begins with file:, for instance file:./data/blobs.',
      )
  }
}
