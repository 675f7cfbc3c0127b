import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { settings } from '#lib/config/settings.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openCounterStore, openStoreProbe } from '#lib/store/open.ts'
import { allCounters } from './all-counters.ts'
import { createStatistics } from './app.ts'

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
    const consumers = await Promise.all(
      allCounters.map(({ consumer }) => openConsumer(consumer, { busUrl, ports: { store }, log })),
    )
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
        for (const consumer of consumers) await consumer.check()
        await probe.check()
      },
      async stop() {
        await Promise.all([...consumers.map((consumer) => consumer.close()), ended.stop()])
        await Promise.all([store.close(), probe.close()])
      },
    }
  },
})

if (import.meta.main) await runMain(statistics)
