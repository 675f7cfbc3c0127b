import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { settings } from '#lib/config/settings.ts'
import { checkStation } from '#lib/service-client/check-station.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createWeb } from './app.ts'
import { frontLimits } from './limits/front-limits.ts'
import { webPages } from './pages/all-pages.ts'
import { openSessionTokens } from './session-tokens.ts'
import { webSettings } from './settings.ts'

const { settings: own } = webSettings

/** edge/web: the front end, and the proxy that forwards each path to its station. */
export const web = defineStation({
  name: 'web',
  port: settings.WEB_PORT,
  spec: {
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    livePage: own.LIVE_PAGE,
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
    callsMax: own.FRONT_CALLS_MAX,
    callsPerClientMax: own.FRONT_CALLS_PER_CLIENT_MAX,
    streamsMax: own.FRONT_STREAMS_MAX,
    streamsPerClientMax: own.FRONT_STREAMS_PER_CLIENT_MAX,
    bodyGapSecondsMax: settings.BODY_GAP_SECONDS_MAX,
    fetchesMax: settings.BUN_CONFIG_MAX_HTTP_REQUESTS,
  },
  async open(config, { front, log, metrics }) {
    const { keysPath, adminPassword, livePage, endedRefreshSeconds } = config
    const limits = frontLimits(config)
    const assets = openAssets(webPages)
    const keys = await openKeyRing(keysPath, log)
    const ended = await followEndedSessions({
      keys,
      station: 'web',
      accountsUrl: config.accounts,
      refreshSeconds: endedRefreshSeconds,
      log,
      metrics,
    })
    const isEnded = (claims: PersonClaims) => ended.isEnded(claims)
    const { fetch } = createWeb({
      urls: config,
      assets,
      livePage,
      front,
      limits,
      tokens: openSessionTokens({
        accountsUrl: config.accounts,
        publicOrigin: front.publicOrigin,
        isEnded,
      }),
      kafidx: openServiceClient({ keys, service: 'web', audience: 'kafidx', url: config.kafidx }),
      identifier: { keys, audience: 'web', adminPassword, isEnded },
      log,
      metrics,
    })
    return {
      fetch,
      // Only accounts exchanges sessions for tokens. Other stations are not checked: if one of them is down, a load balancer would
      // close the paths of all.
      check: () => checkStation('accounts', config.accounts),
      stop: () => ended.stop(),
    }
  },
})

if (import.meta.main) await runMain(web)
