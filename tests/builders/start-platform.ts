import { resolve } from 'node:path'
import type { Platform } from './platform.ts'
import { spawnStation } from './spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from './station-ports.ts'

/** How to start a platform. */
export interface PlatformOptions {
  /** Where its `./data` lies. */
  readonly folder: string
  /** Settings beside the ports. */
  readonly environment?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
}

const MAIN = resolve(import.meta.dirname, '../../apps/all/main.ts')

/** Starts all stations in one process, as `bun run start` does, and waits until they are ready. */
export async function startPlatform({
  folder,
  environment = {},
  flags = [],
}: PlatformOptions): Promise<Platform> {
  const whole: Record<string, string> = { ...(await freeStationPorts()), ...environment }
  const urls = PORT_NAMES.map((name) => `http://127.0.0.1:${whole[`${name}_PORT`]}`)
  const start = () => spawnStation({ main: MAIN, flags, folder, environment: whole, urls })
  let running = await start()
  return {
    url: `http://127.0.0.1:${whole['WEB_PORT']}`,
    keysPath: `${folder}/data/keys.json`,
    busUrl: `sqlite:${folder}/data/bus.db`,
    async crash(meanwhile) {
      await running.kill()
      await meanwhile?.()
      running = await start()
    },
    stop: () => running.stop(),
  }
}
