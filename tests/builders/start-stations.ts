import { join, resolve } from 'node:path'
import type { Platform } from './platform.ts'
import { spawnStation, type SpawnedStation } from './spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from './station-ports.ts'

/** How to start stations. */
export interface StationsOptions {
  readonly folder: string
  /** Their engines, and what else differs from the defaults. */
  readonly environment: Readonly<Record<string, string>>
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
export async function startStations({ folder, environment }: StationsOptions): Promise<Platform> {
  const ports = await freeStationPorts()
  const urls = Object.fromEntries(
    PORT_NAMES.map((name) => [name, `http://127.0.0.1:${ports[`${name}_PORT`]}`]),
  )
  const shared: Record<string, string> = {
    ...ports,
    ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name}_URL`, url])),
    PUBLIC_URL: urls['WEB'] ?? '',
    AUTH_KEYS_PATH: join(folder, 'keys.json'),
    // Each takes any free one: nobody asks for it.
    METRICS_PORT: '0',
    DEV_LOGIN: 'true',
    ...environment,
  }
  const running = new Map<string, SpawnedStation>()

  async function start(name: string): Promise<void> {
    const main = join(ROOT, MAINS[name] ?? '', 'main.ts')
    running.set(name, await spawnStation({ main, folder, environment: shared, urls: [urls[name] ?? ''] }))
  }

  // The first makes the keys that all use; the others need not wait for each other.
  await start('ACCOUNTS')
  await Promise.all(
    Object.keys(MAINS)
      .filter((name) => name !== 'ACCOUNTS')
      .map(start),
  )
  return {
    url: urls['WEB'] ?? '',
    keysPath: shared['AUTH_KEYS_PATH'] ?? '',
    busUrl: shared['BUS_URL'] ?? '',
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
