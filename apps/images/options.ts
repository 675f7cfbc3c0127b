import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import type { AppOptions } from '#lib/http/create-app.ts'
import type { InTurn } from '#lib/loop/in-turn.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import type { ServedFormat } from './engine/image-engine.ts'
import type { Derivatives } from './open-derivatives.ts'
import type { ImagePool } from './pool/image-pool.ts'
import type { Preset } from './presets.ts'
import type { TakeUpload } from './upload-rates.ts'

/** What apps/images is opened with. */
export interface ImagesPorts extends AppOptions, PagePorts {
  readonly pictures: AssetStore
  readonly blobs: BlobStore
  readonly pool: ImagePool
  readonly storage: ServiceClient
  /** The sizes that an upload makes; by default none. */
  readonly firstSizes?: readonly { readonly preset: Preset; readonly format: ServedFormat }[]
  /** One upload or removal of a picture at a time, so that no files are lost. */
  readonly inTurn: InTurn
  /** Reads the key of picture names; rejects with an `UnavailableError` while its store is unavailable. */
  readonly idKey: () => Promise<Uint8Array>
}

/** The dependencies of the routes of apps/images. */
export interface ImagesOptions extends ImagesPorts {
  readonly derivatives: Derivatives
  readonly takeUpload: TakeUpload
  /** Forgets the answers with a picture that are kept in memory. */
  readonly forgetAnswers: (id: string) => void
}
