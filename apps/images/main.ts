import { imagesPages } from './pages/all-pages.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { followErased } from '#lib/erasure/follow-erased.ts'
import { settings } from '#lib/config/settings.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openInTurn } from '#lib/loop/in-turn.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAssetStore, openAuditStore, openStoreProbe, openSweepStore } from '#lib/store/open.ts'
import { createImages } from './app.ts'
import { createIdKeyReader } from './create-id-key-reader.ts'
import { openIdKeyBlob } from './open-id-key-blob.ts'
import { FIRST_SIZES } from './make-first-sizes.ts'
import { openIdKey } from './open-id-key.ts'
import { openImagePool } from './pool/open-image-pool.ts'
import { openAssetSweep } from './open-asset-sweep.ts'
import { imagesSettings } from './settings.ts'

const { settings: own } = imagesSettings

/** apps/images: pictures of searches and offers. */
export const images = defineStation({
  name: 'images',
  port: settings.IMAGES_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    blobUrl: own.BLOB_URL,
    accessKeyId: own.S3_ACCESS_KEY_ID,
    secretAccessKey: own.S3_SECRET_ACCESS_KEY,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    accountsUrl: settings.ACCOUNTS_URL,
    storageUrl: settings.STORAGE_URL,
    erasedRefreshSeconds: settings.ERASED_REFRESH_SECONDS,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
  },
  async open(config, { front, log, metrics }) {
    const { storeUrl, blobUrl, keysPath, adminPassword } = config
    const keys = await openKeyRing(keysPath, log)
    const blobs = await openBlobStore(blobUrl, config)
    const isFolder = blobUrl.startsWith('file:')
    const idKey = createIdKeyReader(async () => (isFolder ? openIdKey(blobUrl) : openIdKeyBlob(blobs)))
    // Start without the key while the store is unavailable; an invalid key ends the start.
    await idKey().catch((error: unknown) => {
      if (!(error instanceof UnavailableError)) throw error
    })
    const assets = await openAssetStore(storeUrl)
    const audit = await openAuditStore(storeUrl)
    const probe = await openStoreProbe(storeUrl)
    const sweeps = await openSweepStore(storeUrl)
    const inTurn = openInTurn()
    const pool = openImagePool()
    const sweep = openAssetSweep({ blobs, pictures: assets, sweeps, inTurn, log })
    const erased = await followErased({
      service: openServiceClient({ keys, service: 'images', audience: 'accounts', url: config.accountsUrl }),
      refreshMs: config.erasedRefreshSeconds * 1_000,
      station: 'images',
      log,
      metrics,
    })
    const ended = await followEndedSessions({
      keys,
      station: 'images',
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const app = createImages({
      assets: openAssets(imagesPages),
      pictures: assets,
      blobs,
      inTurn,
      idKey,
      pool,
      firstSizes: FIRST_SIZES,
      storage: openServiceClient({
        keys,
        service: 'images',
        audience: 'storage',
        url: config.storageUrl,
      }),
      identifier: {
        keys,
        audience: 'images',
        adminPassword,
        isErased: (person) => erased.isErased(person),
        isEnded: (claims) => ended.isEnded(claims),
      },
      front,
      audit,
      log,
      metrics,
    })
    // At once too: a process that is restarted every day would never come to it.
    void sweep.run().catch((error: unknown) => log.warn('cannot remove unused files of pictures', { error }))
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await probe.check()
        await blobs.check()
        await idKey()
      },
      async stop() {
        await Promise.all([erased.stop(), ended.stop(), sweep.stop()])
        await Promise.all([
          pool.close(),
          assets.close(),
          audit.close(),
          sweeps.close(),
          probe.close(),
          blobs.close(),
        ])
      },
    }
  },
})

if (import.meta.main) await runMain(images)
