import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { followErased } from '#lib/erasure/follow-erased.ts'
import { settings } from '#lib/config/settings.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAssetStore, openAuditStore, openStoreProbe } from '#lib/store/open.ts'
import { createImages } from './app.ts'
import { createIdKeyReader } from './create-id-key-reader.ts'
import { openIdKeyBlob } from './open-id-key-blob.ts'
import { openIdKey } from './open-id-key.ts'
import { openSimpleEngine } from './engine/simple-engine.ts'
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
      pictures: assets,
      blobs,
      idKey,
      engine: openSimpleEngine(),
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
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await probe.check()
        await blobs.check()
        await idKey()
      },
      async stop() {
        await Promise.all([erased.stop(), ended.stop()])
        await Promise.all([assets.close(), audit.close(), probe.close(), blobs.close()])
      },
    }
  },
})

if (import.meta.main) await runMain(images)
