import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { followBus } from '#lib/event-bus/follow-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createKafidx } from './app.ts'
import { openTail } from './open-tail.ts'
import { kafidxPages } from './pages/all-pages.ts'

/** apps/kafidx: shows the records of the bus, live. */
export const kafidx = defineStation({
  name: 'kafidx',
  port: settings.KAFIDX_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    matchingUrl: settings.MATCHING_URL,
    statisticsUrl: settings.STATISTICS_URL,
    accountsUrl: settings.ACCOUNTS_URL,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
  },
  async open(config, { front, log, metrics }) {
    const { busUrl, keysPath, adminPassword, matchingUrl, statisticsUrl } = config
    const assets = openAssets(kafidxPages)
    const keys = await openKeyRing(keysPath, log)
    const service = 'kafidx'
    const tail = openTail(log)
    const reader = await openBusReader(
      busUrl,
      {
        group: service,
        topics: [EVENTS.name, NOTICES.name],
        from: 'latest',
        isCommitting: false,
      },
      log,
    )
    const following = await followBus(reader, tail.take, log)
    const ended = await followEndedSessions({
      keys,
      station: service,
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const app = createKafidx({
      tail,
      assets,
      matching: openServiceClient({ keys, service, audience: 'matching', url: matchingUrl }),
      statistics: openServiceClient({ keys, service, audience: 'statistics', url: statisticsUrl }),
      identifier: { keys, audience: service, adminPassword, isEnded: (claims) => ended.isEnded(claims) },
      front,
      log,
      metrics,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => following.check(),
      async stop() {
        await Promise.all([reader.close(), ended.stop()])
      },
    }
  },
})

if (import.meta.main) await runMain(kafidx)
