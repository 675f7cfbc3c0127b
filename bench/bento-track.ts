import { join } from 'node:path'
import { answersOk } from '../tests/builders/answers-ok.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { startBento } from './bento.ts'
import type { Loaded } from './measure-rate.ts'

/** Options of the peer. */
export interface BentoTrackOptions {
  readonly program: string
  /** Folder for the data of its own Redis. */
  readonly folder: string
  /** Path that the load calls. */
  readonly path: string
  /** Settings of its Redis, the same as for the tracker's Redis. */
  readonly settings: readonly string[]
}

/** A Bento that is ready for load. */
export interface BentoTracker extends Loaded {
  /** Stops it, and its Redis. */
  stop(): Promise<void>
}

/** Starts a Bento that does the tracker's work: GET → Redis Streams with fsync → 200, on a new Redis with the same settings. */
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
