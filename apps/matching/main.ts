import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { followBus } from '#lib/event-bus/follow-bus.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openMatchStore, openPositionStore, openSubjectIndex } from '#lib/store/open.ts'
import { createMatching } from './app.ts'
import { openMatcher } from './handle-batch.ts'
import { publishNotices } from './publish-notices.ts'

/** apps/matching: moves and changes become matches and notices. */
export const matching = defineStation({
  name: 'matching',
  port: settings.MATCHING_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
  },
  async open({ busUrl, storeUrl, keysPath, adminPassword }, { log, metrics }) {
    const keys = await openKeyRing(keysPath, log)
    const subjects = await openSubjectIndex(storeUrl)
    const positions = await openPositionStore(storeUrl)
    const matches = await openMatchStore(storeUrl)
    const bus = await openBusWriter(busUrl, log)
    const reader = await openBusReader(
      busUrl,
      { group: 'matching', topics: [EVENTS.name], from: 'earliest' },
      log,
    )
    const courier = openCourier<PushEvent>({ outbox: matches, tell: publishNotices(bus), log })
    const app = createMatching({
      matches,
      identifier: { keys, audience: 'matching', adminPassword },
      log,
      metrics,
    })
    const following = await followBus(
      reader,
      openMatcher({ subjects, positions, matches, courier, metrics }),
      log,
    )
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await bus.check()
        await following.check()
      },
      async stop() {
        await reader.close()
        await courier.stop()
        await bus.close()
        await Promise.all([subjects.close(), positions.close(), matches.close()])
      },
    }
  },
})

if (import.meta.main) await runMain(matching)
