import { openKeyRing } from '#lib/auth/key-file.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { settings } from '#lib/config/settings.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openAssetStore } from '#lib/store/open.ts'
import { createImages } from './app.ts'
import { keepIdKey } from './keep-id-key.ts'
import { openIdKey } from './open-id-key.ts'
import { openQueue } from './open-queue.ts'

/** apps/images: pictures of searches and offers. */
export const images = defineStation({
  name: 'images',
  port: settings.IMAGES_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    blobUrl: settings.BLOB_URL,
    accessKeyId: settings.S3_ACCESS_KEY_ID,
    secretAccessKey: settings.S3_SECRET_ACCESS_KEY,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
  },
  async open(config, { log, metrics }) {
    const { storeUrl, blobUrl, keysPath, adminPassword } = config
    const keys = await openKeyRing(keysPath, log)
    const blobs = await openBlobStore(blobUrl, config)
    const idKey = blobUrl.startsWith('file:') ? openIdKey(blobUrl) : await keepIdKey(blobs)
    const assets = await openAssetStore(storeUrl)
    const app = createImages({
      assets,
      blobs,
      idKey,
      queue: openQueue(),
      identifier: { keys, audience: 'images', adminPassword },
      log,
      metrics,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      stop: () => assets.close(),
    }
  },
})

if (import.meta.main) await runMain(images)
