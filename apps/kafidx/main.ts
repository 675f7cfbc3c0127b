import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { followBus } from '#lib/event-bus/follow-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { createKafidx } from './app.ts'
import { openTail } from './open-tail.ts'

/** apps/kafidx: what travels on the bus, live. */
export const kafidx = defineStation({
  name: 'kafidx',
  port: settings.KAFIDX_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    matchingUrl: settings.MATCHING_URL,
    statisticsUrl: settings.STATISTICS_URL,
  },
  async open({ busUrl, keysPath, adminPassword, matchingUrl, statisticsUrl }, { front, log, metrics }) {
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
    const app = createKafidx({
      tail,
      matching: openServiceClient({ keys, service, audience: 'matching', url: matchingUrl }),
      statistics: openServiceClient({ keys, service, audience: 'statistics', url: statisticsUrl }),
      identifier: { keys, audience: 'kafidx', adminPassword },
      front,
      log,
      metrics,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => following.check(),
      stop: () => reader.close(),
    }
  },
})

if (import.meta.main) await runMain(kafidx)
