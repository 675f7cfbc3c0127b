import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { followBus } from '#lib/event-bus/follow-bus.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { allActions } from './all-actions.ts'
import { createActions } from './app.ts'
import { GROUP } from './group.ts'
import { handleBatch } from './handle-batch.ts'
import { openTally } from './open-tally.ts'

/** workers/actions: consumers that act. */
export const actions = defineStation({
  name: 'actions',
  port: settings.ACTIONS_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    storageUrl: settings.STORAGE_URL,
    trackerUrl: settings.TRACKER_URL,
  },
  async open({ busUrl, keysPath, adminPassword, storageUrl, trackerUrl }, { front, log, metrics, tracer }) {
    const keys = await openKeyRing(keysPath, log)
    const service = 'actions'
    const all = allActions({
      storage: openServiceClient({ keys, service, audience: 'storage', url: storageUrl }),
      tracker: openServiceClient({ keys, service, audience: 'tracker', url: trackerUrl }),
    })
    const tally = openTally(all, metrics)
    const reader = await openBusReader(busUrl, { group: GROUP, topics: [EVENTS.name], from: 'earliest' }, log)
    const app = createActions({
      reader,
      tally,
      identifier: { keys, audience: 'actions', adminPassword },
      front,
      log,
      metrics,
    })
    const following = await followBus(reader, handleBatch({ actions: all, tally, log, tracer }), log)
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => following.check(),
      stop: () => reader.close(),
    }
  },
})

if (import.meta.main) await runMain(actions)
