import { startFakeOneSignal, type FakeOneSignal } from '../tests/builders/fake-onesignal.ts'
import type { Platform } from '../tests/builders/platform.ts'
import { startPlatform } from '../tests/builders/start-platform.ts'
import { startStations, type Stations } from '../tests/builders/start-stations.ts'
import { startEngines } from '../tests/engines/start-engines.ts'
import { benchFolder } from './bench-folder.ts'

/** A platform whose push provider is a fake in this process. */
export interface Ring<Kind extends Platform = Platform> {
  readonly platform: Kind
  readonly oneSignal: FakeOneSignal
  readonly stop: () => Promise<void>
}

const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-benches-only'

/** Starts a platform in one process, on embedded adapters. */
export async function startRing(): Promise<Ring> {
  await using ending = new AsyncDisposableStack()
  return await ring(ending, (folder, environment) => startPlatform({ folder, environment }))
}

/** Starts real engines and every station as a process of its own; `storeUrl` has the positions. */
export async function startRingOnEngines(): Promise<Ring & { readonly storeUrl: string }> {
  await using ending = new AsyncDisposableStack()
  const engines = await startEngines()
  ending.defer(() => engines.stop())
  const { redisUrl, kafkaBrokers, mongodbUri, missing } = engines
  if (redisUrl === undefined || kafkaBrokers === undefined || mongodbUri === undefined) {
    const reasons = Object.entries(missing).map(([name, reason]) => `${name} could not be had: ${reason}`)
    throw new Error(`Cannot bench on real engines: ${reasons.join('\n')}`)
  }
  const urls = { STREAM_URLS: redisUrl, BUS_URL: `kafka://${kafkaBrokers}`, STORE_URL: mongodbUri }
  return { ...(await startRingOfStations(ending, urls)), storeUrl: mongodbUri }
}

/**
 * Starts every station as a process of its own, with these settings. `ending` holds everything that was started before; it is
 * stopped last. If a start fails, everything before it is stopped.
 */
export function startRingOfStations(
  ending: AsyncDisposableStack,
  settings: Readonly<Record<string, string>>,
): Promise<Ring<Stations>> {
  return ring(ending, (folder, environment) =>
    startStations({ folder, environment: { ...settings, ...environment } }),
  )
}

async function ring<Kind extends Platform>(
  ending: AsyncDisposableStack,
  start: (folder: string, environment: Record<string, string>) => Promise<Kind>,
): Promise<Ring<Kind>> {
  const folder = benchFolder()
  ending.defer(folder.remove)
  const oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
  ending.defer(() => oneSignal.stop())
  const platform = await start(folder.path, {
    PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
    ONESIGNAL_API_KEY: API_KEY,
  })
  ending.defer(async () => void (await platform.stop()))
  const started = ending.move()
  return { platform, oneSignal, stop: () => started.disposeAsync() }
}
