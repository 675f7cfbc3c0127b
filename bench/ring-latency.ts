import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { travel } from '#lib/geo/travel.ts'
import { aWalker } from '../tests/builders/a-walker.ts'
import { startFakeOneSignal } from '../tests/builders/fake-onesignal.ts'
import type { Platform } from '../tests/builders/platform.ts'
import { startPlatform } from '../tests/builders/start-platform.ts'
import { startStations } from '../tests/builders/start-stations.ts'
import { until } from '../tests/builders/until.ts'
import { startEngines } from '../tests/engines/start-engines.ts'
import type { Bench, Figure } from './bench.ts'

const APP_ID = '5eb5a37e-b458-11e3-ac11-000c2940e62c'
const API_KEY = 'os_v2_app_a-key-for-benches-only'
const PLACE = { lat: 52.5219, lng: 13.4132 }
const RADIUS_METERS = 400
const WALKS = 60
const UUID_TAIL = 12

/** Milliseconds from a ping that begins a match to both pushes at the provider, one match after the other. */
export const ringLatency: Bench = {
  name: 'ring-latency',
  about: 'milliseconds from a ping to both pushes, on embedded adapters and on Redis, Kafka and MongoDB',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'pushtech-bench-'))
    const oneSignal = await startFakeOneSignal({ appId: APP_ID, apiKey: API_KEY })
    const environment = {
      PUSH_CHANNELS: `onesignal://${APP_ID}?server=${oneSignal.url}`,
      ONESIGNAL_API_KEY: API_KEY,
    }
    const walk = (platform: Platform) => walkAll(platform, () => oneSignal.shown.length)
    try {
      const embedded = await startPlatform({
        folder: join(mkdtempSync(join(tmpdir(), 'pushtech-bench-'))),
        environment,
      })
      const embeddedMs = await walk(embedded)
      await embedded.stop()
      const engines = await startEngines()
      const stations = await startStations({
        folder,
        environment: {
          STREAM_URLS: engines.redisUrl ?? '',
          BUS_URL: `kafka://${engines.kafkaBrokers}`,
          STORE_URL: engines.mongodbUri ?? '',
          ...environment,
        },
      })
      const enginesMs = await walk(stations)
      await stations.stop()
      await engines.stop()
      return [
        figure('embedded, one process', embeddedMs),
        figure('Redis, Kafka and MongoDB, every station a process', enginesMs),
      ]
    } finally {
      await oneSignal.stop()
    }
  },
}

async function walkAll(platform: Platform, shown: () => number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < WALKS; index += 1) {
    const uuid = (letter: string) =>
      `${letter}0000000-0000-4000-8000-${String(index + shown() * WALKS).padStart(UUID_TAIL, '0')}`
    const still = await aWalker(platform, {
      person: `still-${index}`,
      device: `still-phone-${index}`,
      locale: 'en',
      subscription: uuid('c'),
    })
    const moving = await aWalker(platform, {
      person: `moving-${index}`,
      device: `moving-phone-${index}`,
      locale: 'de',
      subscription: uuid('d'),
    })
    await still.carries('searches', [`thing ${index}`], RADIUS_METERS)
    await moving.carries('offers', [`thing ${index}`], RADIUS_METERS)
    await still.isAt(PLACE)
    await moving.isAt(travel(PLACE, 90, RADIUS_METERS * 2))
    const before = shown()
    const started = performance.now()
    await moving.isAt(travel(PLACE, 90, RADIUS_METERS / 2))
    await until('both phones have rung', () => shown() === before + 2)
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b)
}

function figure(name: string, sortedMs: readonly number[]): Figure {
  const at = (share: number) =>
    sortedMs[Math.min(sortedMs.length - 1, Math.floor(sortedMs.length * share))] ?? 0
  const note = `p99 ${at(0.99).toFixed(0)} ms of ${sortedMs.length}, looked at every 20 ms; limit 1,000 ms: ${at(0.99) < 1_000 ? 'kept' : 'NOT kept'}`
  return { name: `ping to both pushes, p50, ${name}`, unit: 'ms', value: at(0.5), peers: [], note }
}
