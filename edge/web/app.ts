import type { AppEnv } from '#lib/http/app-env.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { transportSecurity } from '#lib/http/security-headers.ts'
import { openServiceToken } from '#lib/service-client/service-token.ts'
import { webApi } from './api.ts'
import { isLiveOpen } from './is-live-open.ts'
import type { WebOptions } from './options.ts'
import { openPassageLimits } from './limits/limit-passages.ts'
import { openProxy, type Pass } from './proxy.ts'
import { showProblem } from './show-problem.ts'
import { stationOf } from './station-paths.ts'
import { withSessions } from './with-sessions.ts'

/** The front end: its own pages, and the proxy to all other stations. */
export interface Web {
  readonly app: App
  readonly fetch: (request: Request, bindings: AppEnv['Bindings']) => Response | Promise<Response>
}

/** Creates the front end. */
export function createWeb(options: WebOptions): Web {
  const { front, identifier } = options
  const sessions = { ...options, ...front }
  const app = createApp(webApi, options, options)
  // Stations identify callers by tokens, so the front end exchanges a session for a token.
  const vouch = openServiceToken({ keys: identifier.keys, service: 'web', audience: 'accounts' })
  const limited = openPassageLimits({ ...options, ...front })
  const toStation = limited(withSessions(openProxy({ ...options, vouch }), sessions))
  const toApp: Pass = async ({ request, peerIp, headers }) =>
    app.fetch(headers === undefined ? request : new Request(request, { headers }), { peerIp })
  const toAppWithSession = withSessions(toApp, sessions)
  const toLive = limited((passage) => {
    const { request, peerIp } = passage
    const isOpen = isLiveOpen(options, { headers: request.headers, peerIp })
    return isOpen ? toApp(passage) : toAppWithSession(passage)
  })
  const ours = Object.entries(transportSecurity(front))

  async function answer(request: Request, peerIp: string | undefined): Promise<Response> {
    const url = new URL(request.url)
    const station = stationOf(request.method, url)
    if (station !== undefined) {
      const response = await toStation({ request, station, peerIp })
      for (const [name, value] of ours) response.headers.set(name, value)
      return response
    }
    if (url.pathname === '/live') return toLive({ request, station: 'web', peerIp })
    // The pages are the same for everybody, and work while accounts is unavailable. Browsers also send the admin password here.
    // It is removed: with it, the form for the language would be a change by the admin, and this station has no audit log.
    const headers = new Headers(request.headers)
    headers.delete('authorization')
    return toApp({ request, station: 'web', peerIp, headers })
  }

  return {
    app,
    async fetch(request, { peerIp }) {
      return showProblem(request, await answer(request, peerIp), options.assets)
    },
  }
}
