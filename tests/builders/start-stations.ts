import { join, resolve } from 'node:path'
import { freePorts } from './free-ports.ts'
import type { Platform } from './platform.ts'
import { spawnStation, type SpawnedStation } from './spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from './station-ports.ts'

/** How to start stations. */
export interface StationsOptions {
  readonly folder: string
  /** Their engines, and what else differs from the defaults. */
  readonly environment: Readonly<Record<string, string>>
}

/** A platform whose stations are processes. */
export interface Stations extends Platform {
  /** The stations that run now, by the first word of their settings. */
  stations(): ReadonlyMap<string, RunningStation>
}

/** One of them. */
export interface RunningStation {
  readonly pid: number
  readonly url: string
  /** Where its metrics are. */
  readonly metricsUrl: string
}

const ROOT = resolve(import.meta.dirname, '../..')

const MAINS: Readonly<Record<string, string>> = {
  ACCOUNTS: 'apps/accounts',
  TRACKER: 'edge/tracker',
  MATCHING: 'apps/matching',
  STORAGE: 'apps/storage',
  NOTIFICATIONS: 'apps/notifications',
  ENRICH: 'workers/enrich',
  IMAGES: 'apps/images',
  WEB: 'edge/web',
}

/** Those that move, match and ring. */
const CRASHING = ['ENRICH', 'MATCHING', 'NOTIFICATIONS']

/** Starts every station that people meet as a process of its own, wired by settings only, and waits until all are ready. */
export async function startStations({ folder, environment }: StationsOptions): Promise<Stations> {
  const ports = await freeStationPorts()
  const names = Object.keys(MAINS)
  const metricsPorts = await freePorts(names.length)
  const urls = Object.fromEntries(
    PORT_NAMES.map((name) => [name, `http://127.0.0.1:${ports[`${name}_PORT`]}`]),
  )
  const shared: Record<string, string> = {
    ...ports,
    ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name}_URL`, url])),
    PUBLIC_URL: urls['WEB'] ?? '',
    AUTH_KEYS_PATH: join(folder, 'keys.json'),
    DEV_LOGIN: 'true',
    ...environment,
  }
  const running = new Map<string, SpawnedStation>()
  const metricsPortOf = (name: string) => String(metricsPorts[names.indexOf(name)])

  async function start(name: string): Promise<void> {
    const main = join(ROOT, MAINS[name] ?? '', 'main.ts')
    const own = { ...shared, METRICS_PORT: metricsPortOf(name) }
    running.set(name, await spawnStation({ main, folder, environment: own, urls: [urls[name] ?? ''] }))
  }

  // The first makes the keys that all use; the others need not wait for each other.
  await start('ACCOUNTS')
  await Promise.all(names.filter((name) => name !== 'ACCOUNTS').map(start))
  return {
    url: urls['WEB'] ?? '',
    keysPath: shared['AUTH_KEYS_PATH'] ?? '',
    busUrl: shared['BUS_URL'] ?? '',
    stations: () =>
      new Map(
        [...running].map(([name, { pid }]) => [
          name,
          {
            pid,
            url: urls[name] ?? '',
            metricsUrl: `http://127.0.0.1:${metricsPortOf(name)}/metrics`,
          },
        ]),
      ),
    async crash(meanwhile) {
      await Promise.all(CRASHING.map(async (name) => running.get(name)?.kill()))
      await meanwhile?.()
      await Promise.all(CRASHING.map(start))
    },
    async stop() {
      const codes = await Promise.all([...running.values()].map((station) => station.stop()))
      return Math.max(...codes)
    },
  }
}
