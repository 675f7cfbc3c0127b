import type { AppEnv } from '#lib/http/app-env.ts'
import type { App } from '#lib/http/create-app.ts'
import { serve } from '#lib/station/serve.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'

/** Stations that serve on this machine. */
export interface ServedStations {
  readonly urlOf: (station: StationName) => string
  stop(): Promise<void>
}

/** Serves stations before their apps exist, because apps need each other's addresses when they are created. */
export function serveStations(
  appOf: (station: StationName) => Pick<App, 'fetch'> | undefined,
): ServedStations {
  const servers = new Map(
    STATION_NAMES.map((name) => {
      const station = {
        fetch: (request: Request, bindings: AppEnv['Bindings']) =>
          appOf(name)?.fetch(request, bindings) ?? new Response(null, { status: 503 }),
        check: () => Promise.resolve(),
        stop: () => Promise.resolve(),
      }
      return [name, serve(station, { name, host: '127.0.0.1', port: 0 })]
    }),
  )
  return {
    urlOf: (station) => servers.get(station)?.url ?? '',
    async stop() {
      await Promise.all([...servers.values()].map((server) => server.stop()))
    },
  }
}
