import type { AppEnv } from '#lib/http/app-env.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import type { WebOptions } from './options.ts'
import { openProxy } from './proxy.ts'
import { getHome } from './routes/home-get.tsx'
import { getLive } from './routes/live-get.ts'
import { getMatch } from './routes/match-get.tsx'
import { getPublicFile } from './routes/public-file-get.ts'
import { stationOfPath } from './station-paths.ts'

/** The front end: its own pages, and the way to every other station. */
export interface Web {
  readonly app: App
  readonly fetch: (request: Request, bindings: AppEnv['Bindings']) => Response | Promise<Response>
}

/** Makes the front end. */
export function createWeb(options: WebOptions): Web {
  const app = createApp({ ...options, station: 'web' })
  getHome(app, options)
  getLive(app, options)
  getMatch(app)
  getPublicFile(app)
  const pass = openProxy(options.urls, options.log)
  return {
    app,
    fetch(request, bindings) {
      const station = stationOfPath(new URL(request.url).pathname)
      // Other stations know their own callers: nothing of theirs is looked at here.
      return station === undefined
        ? app.fetch(request, bindings)
        : pass({ request, station, peerIp: bindings.peerIp })
    },
  }
}
