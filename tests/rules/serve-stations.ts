import type { Hono } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { STATION_NAMES, type StationName } from '#lib/station/station-names.ts'

/** Stations that listen on this machine. */
export interface ServedStations {
  readonly urlOf: (station: StationName) => string
  stop(): Promise<void>
}

/** Listens for stations whose apps may come later: they need each other's addresses before they can be made. */
export function serveStations(appOf: (station: StationName) => Hono<AppEnv> | undefined): ServedStations {
  const servers = new Map(
    STATION_NAMES.map((station) => [
      station,
      Bun.serve({
        development: false,
        hostname: '127.0.0.1',
        port: 0,
        fetch: (request) =>
          appOf(station)?.fetch(request, { peerIp: '127.0.0.1' }) ?? new Response(null, { status: 503 }),
      }),
    ]),
  )
  return {
    urlOf: (station) => servers.get(station)?.url.origin ?? '',
    async stop() {
      await Promise.all([...servers.values()].map((server) => server.stop(true)))
    },
  }
}
