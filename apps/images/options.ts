import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import type { AppOptions } from '#lib/http/create-app.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import type { Queue } from './open-queue.ts'

/** What apps/images stands on. */
export interface ImagesOptions extends AppOptions {
  readonly assets: AssetStore
  readonly blobs: BlobStore
  /** Key of the names of pictures; rejects with an `UnavailableError` while its store is away. */
  readonly idKey: () => Promise<Uint8Array>
  /** Decodes, and changes of what is kept, one at a time. */
  readonly queue: Queue
}
