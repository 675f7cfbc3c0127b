import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePorts } from '../../builders/free-ports.ts'
import { spawnStation, type SpawnedStation } from '../../builders/spawn-station.ts'
import { startRedis, type RedisEngine } from '../../engines/redis.ts'
import { openDisk, type Disk } from '../../builders/open-disk.ts'
import { openFaultProxy, type FaultProxy } from './fault-proxy.ts'

/** A tracker, its disk, and a Redis that it reaches through a proxy. */
export interface World {
  /** URL of the tracker. */
  readonly url: string
  readonly spoolPath: string
  readonly redis: RedisHandle
  readonly tracker: TrackerHandle
  readonly proxy: FaultProxy
  readonly disk: Disk
  /** The value of a metric of the tracker. */
  metric(name: string): Promise<number | undefined>
  /** All entries of the stream. */
  streamed(): Promise<string[]>
  /** The log of the tracker. */
  output(): string
  close(): Promise<void>
}

/** Controls the Redis; each call resolves when it is done. */
export interface RedisHandle {
  start(): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
  freeze(): void
  thaw(): void
  configure(name: string, value: string): Promise<void>
}

/** Controls the tracker; after `start()` it takes calls. */
export interface TrackerHandle {
  start(): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
}

const STREAM = 'push:events'
const PAGE = 10_000

/** Starts a world in a folder; `main` is the program of the tracker. */
export async function openWorld(folder: string, main: string): Promise<World> {
  const [redisPort = 0, port = 0, metricsPort = 0] = await freePorts(3)
  const redisUrl = `redis://127.0.0.1:${redisPort}`
  const spoolPath = join(folder, 'spool')
  mkdirSync(spoolPath)
  const disk = await openDisk(spoolPath)
  const proxy = await openFaultProxy(redisPort)
  const url = `http://127.0.0.1:${port}`
  let engine: RedisEngine | undefined
  let station: SpawnedStation | undefined
  let output = ''

  const redis: RedisHandle = {
    async start() {
      engine = await startRedis({ folder: join(folder, 'redis'), port: redisPort })
    },
    stop: async () => engine?.process.stop(),
    kill: async () => engine?.process.kill(),
    freeze: () => engine?.process.freeze(),
    thaw: () => engine?.process.thaw(),
    configure: (name, value) =>
      withRedis(redisUrl, async (client) => void (await client.send('CONFIG', ['SET', name, value]))),
  }
  const tracker: TrackerHandle = {
    async start() {
      station = await spawnStation({
        main,
        folder,
        environment: {
          STREAM_URLS: `redis://127.0.0.1:${proxy.port}`,
          SPOOL_PATH: spoolPath,
          TRACKER_PORT: String(port),
          METRICS_PORT: String(metricsPort),
          // All clients have one address here, and send more than the limit of one.
          DEVICE_EVENTS_PER_SECOND: '0',
          IP_EVENTS_PER_SECOND: '0',
        },
        // Not /readyz: with a full disk and no Redis it is rightly not ready.
        urls: [url],
        path: '/livez',
      })
    },
    async stop() {
      await station?.stop()
      output += station?.output() ?? ''
    },
    async kill() {
      await station?.kill()
      output += station?.output() ?? ''
    },
  }
  await redis.start()
  await tracker.start()
  return {
    url,
    spoolPath,
    redis,
    tracker,
    proxy,
    disk,
    async metric(name) {
      const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).catch(() => undefined)
      const [, value] = new RegExp(`^${name} (\\S+)$`, 'mu').exec((await response?.text()) ?? '') ?? []
      return value === undefined ? undefined : Number(value)
    },
    streamed: () => withRedis(redisUrl, readStream),
    output: () => output + (station?.output() ?? ''),
    async close() {
      redis.thaw()
      await tracker.kill()
      await redis.kill()
      await proxy.close()
      await disk.close()
    },
  }
}

type Entry = readonly [id: string, fields: readonly [name: string, value: string]]

async function withRedis<Result>(
  url: string,
  work: (client: Bun.RedisClient) => Promise<Result>,
): Promise<Result> {
  // A client independent of the tracker's, so that a bug in that one is detected.
  const client = new Bun.RedisClient(url)
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

async function readStream(client: Bun.RedisClient): Promise<string[]> {
  const values: string[] = []
  for (let after = '-'; ;) {
    const page = (await client.send('XRANGE', [STREAM, after, '+', 'COUNT', String(PAGE)])) as Entry[]
    values.push(...page.map(([, [, value]]) => value))
    const last = page.at(-1)?.[0]
    if (page.length < PAGE || last === undefined) return values
    after = `(${last}`
  }
}
