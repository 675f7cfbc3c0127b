import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { allCities, cityNamed } from '#lib/cities/city-named.ts'
import { settings } from '#lib/config/settings.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { checkStation } from '#lib/service-client/check-station.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openAuditStore, openRunStore, openStoreProbe } from '#lib/store/open.ts'
import { createOffers } from './app.ts'
import { offersPages } from './pages/all-pages.ts'
import { allImporters } from './importers/all-importers.ts'
import { openJobs } from './open-jobs.ts'
import { offersSettings } from './settings.ts'

const { settings: own } = offersSettings

const SECOND_MS = 1_000

/** apps/offers: importers of offers, run on demand. */
export const offers = defineStation({
  name: 'offers',
  port: settings.OFFERS_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    storageUrl: settings.STORAGE_URL,
    trackerUrl: settings.TRACKER_URL,
    demoCity: settings.DEMO_CITY,
    importRunSeconds: own.IMPORT_RUN_SECONDS,
    accountsUrl: settings.ACCOUNTS_URL,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
  },
  async open(config, { front, log, metrics }) {
    const { storeUrl, keysPath, adminPassword, storageUrl, trackerUrl, demoCity, importRunSeconds } = config
    checkCity(demoCity)
    const assets = openAssets(offersPages)
    const keys = await openKeyRing(keysPath, log)
    const runs = await openRunStore(storeUrl)
    const audit = await openAuditStore(storeUrl)
    const probe = await openStoreProbe(storeUrl)
    const service = 'offers'
    const jobs = openJobs({
      runs,
      demoCity,
      storage: openServiceClient({ keys, service, audience: 'storage', url: storageUrl }),
      tracker: openServiceClient({ keys, service, audience: 'tracker', url: trackerUrl }),
      runMs: importRunSeconds * SECOND_MS,
      log,
      metrics,
    })
    const ended = await followEndedSessions({
      keys,
      station: service,
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const app = createOffers({
      assets,
      importers: allImporters,
      runs,
      jobs,
      identifier: { keys, audience: service, adminPassword, isEnded: (claims) => ended.isEnded(claims) },
      front,
      audit,
      log,
      metrics,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await probe.check()
        // Imported offers are written to storage.
        await checkStation('storage', storageUrl)
      },
      async stop() {
        await Promise.all([jobs.stop(), ended.stop()])
        await Promise.all([runs.close(), audit.close(), probe.close()])
      },
    }
  },
})

function checkCity(name: string): void {
  if (cityNamed(name) !== undefined) return
  const known = allCities.map((city) => city.name).join(', ')
  throw new StartError(`Cannot import city "${name}": the city is unknown`, `Set DEMO_CITY to ${known}.`)
}

if (import.meta.main) await runMain(offers)
