import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import type { BlobStoreOptions } from '#lib/blob-store/blob-store-options.ts'
import { StartError } from '#lib/errors/start-error.ts'

/**
 * Opens the blob store of a URL; the scheme selects the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the place cannot be used.
 */
export async function openBlobStore(url: string, options: BlobStoreOptions = {}): Promise<BlobStore> {
  const scheme = url.split(':', 1)[0] ?? ''
  switch (scheme) {
    case 'file':
      return (await import('#lib/blob-store/file.ts')).openFileBlobStore(url)
    case 's3':
      return (await import('#lib/blob-store/s3.ts')).openS3BlobStore(url, options)
    default:
      throw new StartError(
        `Cannot open blob store: scheme "${scheme}:" is unknown`,
        'Set BLOB_URL to a URL that begins with file: or s3:, for instance file:./data/blobs.',
      )
  }
}
