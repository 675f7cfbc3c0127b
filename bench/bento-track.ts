import { join } from 'node:path'
import { answersOk } from '../tests/builders/answers-ok.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { startBento } from './bento.ts'
import type { Loaded } from './measure-rate.ts'

/** What to measure, and where. */
export interface BentoTrackOptions {
  readonly program: string
  /** For the data of a Redis of its own. */
  readonly folder: string
  /** Of the load. */
  readonly path: string
  /** Of the Redis, as the one under the tracker has them. */
  readonly settings: readonly string[]
}

/** A Bento that is ready for load. */
export interface BentoTracker extends Loaded {
  /** Stops it, and its Redis. */
  stop(): Promise<void>
}

/** Starts Bento for the tracker's work: GET → Redis Streams with fsync → 200, on a fresh Redis with the same settings. */
export async function startBentoTrack(options: BentoTrackOptions): Promise<BentoTracker> {
  const { program, folder, path, settings } = options
  const [redisPort = 0, port = 0] = await freePorts(2)
  const redis = await startRedis({ folder: join(folder, 'redis-of-bento'), port: redisPort, settings })
  const bento = startBento(program, {
    config: 'bento-track.yaml',
    environment: { REDIS_URL: redis.url, PORT: String(port) },
  })
  const url = `http://127.0.0.1:${port}${path}`
  async function stop(): Promise<void> {
    await bento.stop()
    await redis.process.stop()
  }
  try {
    await until('Bento is ready', () => answersOk(url))
  } catch (error) {
    await stop()
    throw error
  }
  return { url, pid: bento.pid, stop }
}
