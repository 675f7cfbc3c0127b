import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { serve } from '#lib/station/serve.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createWeb } from './app.ts'
import type { FrontLimits } from './limits/front-limits.ts'
import type { WebOptions } from './options.ts'
import { webPages } from './pages/all-pages.ts'
import { openSessionTokens } from './session-tokens.ts'

/** Password of the admin at this front end. */
export const ADMIN_PASSWORD = 'a-long-admin-password'

/** Limits as an installation has them. */
export const FRONT_LIMITS: FrontLimits = {
  calls: { max: 1_500, perClientMax: 250 },
  streams: { max: 1_000, perClientMax: 100 },
  bodyGapSecondsMax: 5,
}

/** Where people reach this front end. */
export const PUBLIC_ORIGIN = 'http://push.example'

// The discard port: nobody listens there.
const NOWHERE = 'http://127.0.0.1:9'

/** A front end on a free port. */
export interface Front {
  readonly url: string
  readonly port: number
  readonly keys: KeyRing
}

/** How to open it. */
export interface FrontOptions {
  /** Answers for every station there is; without it none can be reached. */
  readonly station?: (request: Request) => Response | Promise<Response>
  /** Where every station is, if not at `station`. */
  readonly stationUrl?: string
  readonly livePage?: WebOptions['livePage']
  readonly keys?: KeyRing
  /** Where accounts is, if not with all others. */
  readonly accountsUrl?: string
  /** Where people reach this front end. */
  readonly publicOrigin?: string
  /** Proxies before it that are believed. */
  readonly trustedHops?: number
  /** Which tokens are invalid before they expire. */
  readonly isEnded?: (claims: PersonClaims) => boolean
  /** Whether only this machine can reach it. */
  readonly isLocal?: boolean
  readonly limits?: Partial<FrontLimits>
  readonly metrics?: Metrics
}

/** Opens a front end before stations of one test; both are closed when the test ends. */
export async function openFront({
  station,
  stationUrl: elsewhere = NOWHERE,
  livePage = 'public',
  keys: given,
  accountsUrl,
  publicOrigin = PUBLIC_ORIGIN,
  trustedHops = 0,
  isLocal = false,
  limits = {},
  metrics = openMetrics(),
  isEnded = () => false,
}: FrontOptions = {}): Promise<Front> {
  const keys = given ?? (await openKeyRing(join(temporaryFolder(), 'keys.json')))
  const upstream =
    station &&
    Bun.serve({ development: false, hostname: '127.0.0.1', port: 0, idleTimeout: 30, fetch: station })
  const stationUrl = upstream === undefined ? elsewhere : `http://127.0.0.1:${upstream.port}`
  const urls = {
    ...Object.fromEntries(STATION_NAMES.map((name) => [name, stationUrl])),
    accounts: accountsUrl ?? stationUrl,
  }
  const web = createWeb({
    urls,
    livePage,
    front: { publicOrigin, trustedHops, isLocal },
    assets: openAssets(webPages),
    limits: { ...FRONT_LIMITS, ...limits },
    tokens: openSessionTokens({ accountsUrl: urls.accounts, publicOrigin, isEnded }),
    kafidx: openServiceClient({ keys, service: 'web', audience: 'kafidx', url: stationUrl }),
    identifier: { keys, audience: 'web', adminPassword: ADMIN_PASSWORD },
    log: quietLog,
    metrics,
  })
  const server = serve(
    { fetch: web.fetch, check: () => Promise.resolve(), stop: () => Promise.resolve() },
    { name: 'web', host: '127.0.0.1', port: 0 },
  )
  onTestFinished(async () => {
    await upstream?.stop(true)
    await server.stop()
  })
  return { url: server.url, port: Number(new URL(server.url).port), keys }
}
