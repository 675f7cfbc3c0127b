import type { Environment } from '#lib/config/read-config.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { cityNamed } from '#lib/cities/city-named.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { simulate } from '../cli/simulate/simulate.ts'

/** A running demonstration. */
export interface Demo {
  stop(): Promise<void>
}

/** Options of `startDemo()`. */
export interface DemoOptions {
  readonly environment: Environment
  readonly urls: ReadonlyMap<string, string>
  readonly log: Logger
}

const PHONES = 60
const SPEED_KMH = 15
const INTERVAL_MS = 1_000

const spec = { keysPath: settings.AUTH_KEYS_PATH, city: settings.DEMO_CITY }

/** Runs the importer of the demonstration city once, and simulates phones there until `stop()`. */
export function startDemo({ environment, urls, log }: DemoOptions): Demo {
  const stopping = new AbortController()
  const running = run(stopping.signal).catch((error: unknown) => log.error('demonstration failed', { error }))

  async function run(signal: AbortSignal): Promise<void> {
    const config = readConfig(spec, environment)
    const city = cityNamed(config.city)
    if (city === undefined) {
      log.error('unknown city for the demonstration', { city: config.city })
      return
    }
    const keys = await openKeyRing(config.keysPath, log)
    const offers = openServiceClient({
      keys,
      service: 'all',
      audience: 'offers',
      url: urls.get('offers') ?? '',
    })
    await offers.call('/jobs/demo-city/run', { method: 'POST' })
    await simulate({
      url: urls.get('web') ?? '',
      city,
      devices: PHONES,
      speedKmh: SPEED_KMH,
      intervalMs: INTERVAL_MS,
      durationMs: Infinity,
      seed: 1,
      isKeeping: false,
      signal,
    })
  }

  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
