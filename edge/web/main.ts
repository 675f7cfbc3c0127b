import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { settings } from '#lib/config/settings.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { createWeb } from './app.ts'
import { openSessionTokens } from './session-tokens.ts'

/** edge/web: the front end, and the way to every other station by path. */
export const web = defineStation({
  name: 'web',
  port: settings.WEB_PORT,
  spec: {
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    livePage: settings.LIVE_PAGE,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
    tracker: settings.TRACKER_URL,
    storage: settings.STORAGE_URL,
    accounts: settings.ACCOUNTS_URL,
    matching: settings.MATCHING_URL,
    notifications: settings.NOTIFICATIONS_URL,
    images: settings.IMAGES_URL,
    offers: settings.OFFERS_URL,
    actions: settings.ACTIONS_URL,
    kafidx: settings.KAFIDX_URL,
    statistics: settings.STATISTICS_URL,
  },
  async open({ keysPath, adminPassword, livePage, endedRefreshSeconds, ...urls }, { front, log, metrics }) {
    const keys = await openKeyRing(keysPath, log)
    const ended = await followEndedSessions({
      keys,
      station: 'web',
      accountsUrl: urls.accounts,
      refreshSeconds: endedRefreshSeconds,
      log,
      metrics,
    })
    const isEnded = (claims: PersonClaims) => ended.isEnded(claims)
    const { fetch } = createWeb({
      urls,
      livePage,
      front,
      tokens: openSessionTokens({ accountsUrl: urls.accounts, publicOrigin: front.publicOrigin, isEnded }),
      kafidx: openServiceClient({ keys, service: 'web', audience: 'kafidx', url: urls.kafidx }),
      identifier: { keys, audience: 'web', adminPassword, isEnded },
      log,
      metrics,
    })
    return { fetch, check: () => Promise.resolve(), stop: () => ended.stop() }
  },
})

if (import.meta.main) await runMain(web)
