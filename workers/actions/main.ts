import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { allActions } from './all-actions.ts'
import { createActions } from './app.ts'
import { actionsConsumer } from './consumer.ts'
import { openTally } from './open-tally.ts'

/** workers/actions: consumers that act. */
export const actions = defineStation({
  name: 'actions',
  port: settings.ACTIONS_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    matchingUrl: settings.MATCHING_URL,
    trackerUrl: settings.TRACKER_URL,
    accountsUrl: settings.ACCOUNTS_URL,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
  },
  async open(config, { front, log, metrics, tracer }) {
    const { busUrl, keysPath, adminPassword, matchingUrl, trackerUrl } = config
    const keys = await openKeyRing(keysPath, log)
    const service = 'actions'
    const ports = {
      matching: openServiceClient({ keys, service, audience: 'matching', url: matchingUrl }),
      tracker: openServiceClient({ keys, service, audience: 'tracker', url: trackerUrl }),
    }
    const tally = openTally(allActions, metrics)
    const consumer = await openConsumer(actionsConsumer(allActions), {
      busUrl,
      ports: { ports, tally, log, tracer },
      log,
    })
    const ended = await followEndedSessions({
      keys,
      station: service,
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const app = createActions({
      consumer,
      tally,
      identifier: { keys, audience: service, adminPassword, isEnded: (claims) => ended.isEnded(claims) },
      front,
      log,
      metrics,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => consumer.check(),
      async stop() {
        await Promise.all([consumer.close(), ended.stop()])
      },
    }
  },
})

if (import.meta.main) await runMain(actions)
