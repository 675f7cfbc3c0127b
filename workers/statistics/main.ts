import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { settings } from '#lib/config/settings.ts'
import { followBus } from '#lib/event-bus/follow-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openCounterStore, openStoreProbe } from '#lib/store/open.ts'
import { allCounters } from './all-counters.ts'
import { createStatistics } from './app.ts'
import { countBatch } from './count-batch.ts'

/** workers/statistics: consumers that count. */
export const statistics = defineStation({
  name: 'statistics',
  port: settings.STATISTICS_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    accountsUrl: settings.ACCOUNTS_URL,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
  },
  async open(config, { front, log, metrics }) {
    const { busUrl, storeUrl, keysPath, adminPassword } = config
    const keys = await openKeyRing(keysPath, log)
    const store = await openCounterStore(storeUrl)
    const probe = await openStoreProbe(storeUrl)
    const reader = await openBusReader(
      busUrl,
      {
        group: 'statistics',
        topics: [EVENTS.name],
        from: 'earliest',
      },
      log,
    )
    const following = await followBus(reader, countBatch(allCounters, store), log)
    const ended = await followEndedSessions({
      keys,
      station: 'statistics',
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const identifier = {
      keys,
      audience: 'statistics',
      adminPassword,
      isEnded: (claims: PersonClaims) => ended.isEnded(claims),
    }
    const app = createStatistics({ counters: allCounters, store, identifier, front, log, metrics })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await following.check()
        await probe.check()
      },
      async stop() {
        await Promise.all([reader.close(), ended.stop()])
        await Promise.all([store.close(), probe.close()])
      },
    }
  },
})

if (import.meta.main) await runMain(statistics)
