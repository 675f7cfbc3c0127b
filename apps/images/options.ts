import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import type { AppOptions } from '#lib/http/create-app.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import type { Queue } from './open-queue.ts'

/** The dependencies of apps/images. */
export interface ImagesOptions extends AppOptions {
  readonly assets: AssetStore
  readonly blobs: BlobStore
  /** Reads the key of picture names; rejects with an `UnavailableError` while its store is unavailable. */
  readonly idKey: () => Promise<Uint8Array>
  /** Serializes decoding and changes of stored pictures. */
  readonly queue: Queue
}
