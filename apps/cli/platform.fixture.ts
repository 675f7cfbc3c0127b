import { onTestFinished } from 'vitest'
import type { Environment } from '#lib/config/read-config.ts'
import { runStations } from '#lib/station/run-stations.ts'
import type { Station } from '#lib/station/station.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { tracker } from '../../edge/tracker/main.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { actions } from '../../workers/actions/main.ts'
import { enrich } from '../../workers/enrich/main.ts'
import { accounts } from '../accounts/main.ts'
import { matching } from '../matching/main.ts'
import { notifications } from '../notifications/main.ts'
import { offers } from '../offers/main.ts'
import { storage } from '../storage/main.ts'

/** The stations that simulated phones and the verbs call, in this process, on embedded adapters. */
export interface SmallPlatform {
  /** The front end, which serves every station by path. */
  readonly url: string
  /** The environment for another process of the same platform. */
  readonly environment: Environment
  readonly folder: string
}

const STATIONS: readonly Station[] = [
  accounts,
  tracker,
  matching,
  storage,
  notifications,
  offers,
  enrich,
  actions,
]

const NOT_STARTED = ['IMAGES', 'STATISTICS', 'KAFIDX']

const PATHS: readonly (readonly [prefix: string, station: string])[] = [
  ['/accounts', 'accounts'],
  ['/store', 'storage'],
  ['/register', 'notifications'],
  ['/mappings', 'notifications'],
  ['/jobs', 'offers'],
  ['/runs', 'offers'],
  ['/actions', 'actions'],
  ['/t/', 'tracker'],
  ['/v1/', 'tracker'],
]

/** Starts the stations; they stop when the test ends. */
export async function startSmallPlatform(settings: Environment = {}): Promise<SmallPlatform> {
  const folder = temporaryFolder()
  // The last are not started: their addresses must not lead to another platform on this machine.
  const names = [...STATIONS.map(({ name }) => name.toUpperCase()), 'METRICS', 'WEB', ...NOT_STARTED]
  const ports = await freePorts(names.length)
  const addresses = names.flatMap((name, index) => [
    [`${name}_PORT`, String(ports[index])],
    [`${name}_URL`, `http://127.0.0.1:${ports[index]}`],
  ])
  const environment: Environment = {
    ...Object.fromEntries(addresses),
    STREAM_URLS: `sqlite:${folder}/stream.db`,
    BUS_URL: `sqlite:${folder}/bus.db`,
    STORE_URL: `sqlite:${folder}/store.db`,
    AUTH_KEYS_PATH: `${folder}/keys.json`,
    DEV_LOGIN: 'true',
    ...settings,
  }
  const stations = await runStations(STATIONS, environment, { logTarget: `${folder}/log` })
  onTestFinished(() => stations.stop())
  const front = Bun.serve({
    development: false,
    reusePort: false,
    hostname: '127.0.0.1',
    port: Number(environment['WEB_PORT']),
    fetch(request) {
      const { pathname, search } = new URL(request.url)
      const station = PATHS.find(([prefix]) => pathname.startsWith(prefix))?.[1]
      const base = stations.urls.get(station ?? '')
      if (base === undefined) return new Response('There is nothing at this path', { status: 404 })
      return fetch(new Request(base + pathname + search, request))
    },
  })
  onTestFinished(() => front.stop(true))
  return { url: `http://127.0.0.1:${front.port}`, environment, folder }
}
