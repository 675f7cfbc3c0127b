import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFakeOneSignal, type FakeOneSignal } from '../tests/builders/fake-onesignal.ts'
import type { Platform } from '../tests/builders/platform.ts'
import { startPlatform } from '../tests/builders/start-platform.ts'
import { startStations } from '../tests/builders/start-stations.ts'
import { startEngines, type Engines } from '../tests/engines/start-engines.ts'

/** A platform that rings at a provider of this process. */
export interface Ring {
  readonly platform: Platform
  readonly oneSignal: FakeOneSignal
  readonly stop: () => Promise<void>
}

const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-benches-only'

/** Starts a platform in one process, on embedded adapters. */
export function startRing(): Promise<Ring> {
  return ring(async (folder, environment) => {
    const platform = await startPlatform({ folder, environment })
    return { platform, stop: () => platform.stop() }
  })
}

/** Starts real engines, and every station as a process of its own on them. */
export async function startRingOnEngines(): Promise<Ring & { readonly engines: Engines }> {
  const engines = await startEngines()
  const starting = ring(async (folder, environment) => {
    const platform = await startStations({
      folder,
      environment: {
        STREAM_URLS: engines.redisUrl ?? '',
        BUS_URL: `kafka://${engines.kafkaBrokers}`,
        STORE_URL: engines.mongodbUri ?? '',
        ...environment,
      },
    })
    return {
      platform,
      async stop() {
        await platform.stop()
        await engines.stop()
      },
    }
  })
  try {
    return { ...(await starting), engines }
  } catch (error) {
    // Stations that did not start leave engines that nobody would stop.
    await engines.stop()
    throw error
  }
}

async function ring(
  start: (
    folder: string,
    environment: Record<string, string>,
  ) => Promise<{ platform: Platform; stop: () => Promise<unknown> }>,
): Promise<Ring> {
  const oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
  const { platform, stop } = await start(mkdtempSync(join(tmpdir(), 'pushtech-bench-')), {
    PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
    ONESIGNAL_API_KEY: API_KEY,
  })
  return {
    platform,
    oneSignal,
    async stop() {
      await stop()
      await oneSignal.stop()
    },
  }
}
