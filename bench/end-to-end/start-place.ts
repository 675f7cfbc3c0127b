import { join } from 'node:path'
import { openPositionStore } from '#lib/store/open.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import type { RunningStation, Stations } from '../../tests/builders/start-stations.ts'
import { startKafka } from '../../tests/engines/kafka.ts'
import { startRedis } from '../../tests/engines/redis.ts'
import { benchFolder } from '../bench-folder.ts'
import { cpuSeconds } from '../cpu-seconds.ts'
import { startFilledStore } from '../matching/filled-store.ts'
import { worldOfSize } from '../matching/world-of-size.ts'
import { startRingOfStations } from '../start-ring.ts'
import { startMoveLoad, type MoveLoad } from './move-load.ts'
import { openLagReader, type LagReader } from './platform-lag.ts'
import type { CpuReaders } from './process-costs.ts'
import type { Town } from './time-rings.ts'

/** A filled platform, and devices that can move in it. */
export interface Place {
  readonly town: Town & { readonly platform: Stations }
  readonly lags: LagReader
  readonly load: MoveLoad
  readonly cpu: CpuReaders
  /** The commands that mongod has handled, by name. */
  readonly commands: () => Promise<ReadonlyMap<string, number>>
}

/** How to fill a platform, and how many of its devices move. */
export interface PlaceOptions {
  readonly size: number
  readonly seed: number
  readonly perSecond: number
  readonly devicesMax: number
}

/** Starts engines, fills the store, then starts the stations and the process that moves devices. `ending` stops all of them. */
export async function startPlace(ending: AsyncDisposableStack, options: PlaceOptions): Promise<Place> {
  const { size, seed, perSecond, devicesMax } = options
  const folder = benchFolder()
  ending.defer(folder.remove)
  const world = worldOfSize(size, seed)
  const store = await startFilledStore('mongodb', folder.path, world.subjects())
  ending.defer(() => store.stop())
  const [redisPort = 0, kafkaPort = 0] = await freePorts(2)
  const redis = await startRedis({ folder: join(folder.path, 'redis'), port: redisPort })
  ending.defer(() => redis.process.stop())
  const kafka = await startKafka({ folder: join(folder.path, 'kafka'), port: kafkaPort })
  ending.defer(async () => void (await Promise.all(kafka.processes.map((one) => one.stop()))))
  await using starting = new AsyncDisposableStack()
  const ring = await startRingOfStations(starting, {
    STREAM_URLS: redis.url,
    BUS_URL: `kafka://${kafka.brokers}`,
    STORE_URL: store.url,
    // The whole load comes from one machine.
    IP_EVENTS_PER_SECOND: '0',
  })
  ending.defer(() => ring.stop())
  const positions = await openPositionStore(store.url)
  ending.defer(() => positions.close())
  const lags = await openLagReader(redis.url, ring.platform.busUrl)
  ending.defer(() => lags.close())
  const stations = ring.platform.stations()
  const load = await startMoveLoad({
    url: stations.get('TRACKER')?.url ?? '',
    keysPath: ring.platform.keysPath,
    size,
    seed,
    devices: Math.min(world.movers, devicesMax),
    perSecond,
  })
  ending.defer(() => load.end())
  const cpu: CpuReaders = new Map([
    ...cpuOfStations(stations),
    ['Redis', () => cpuSeconds(redis.process.pid)],
    ['Kafka', () => kafka.processes.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0)],
    ['mongod', () => store.cpuSeconds?.() ?? 0],
    ['sender of the moves', () => cpuSeconds(load.pid)],
    ['this bench with the provider', () => cpuSeconds(process.pid)],
  ])
  const commands = async () => (await store.commands?.()) ?? new Map<string, number>()
  return { town: { ...ring, positions }, lags, load, cpu, commands }
}

function cpuOfStations(stations: ReadonlyMap<string, RunningStation>): [string, () => number][] {
  return [...stations].map(([name, { pid }]) => [name.toLowerCase(), () => cpuSeconds(pid)])
}
