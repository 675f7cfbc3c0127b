import { processEnvironment } from '#lib/config/process-environment.ts'
import { join, resolve } from 'node:path'
import { answersOk } from '../tests/builders/answers-ok.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { benchFolder } from './bench-folder.ts'

/** A tracker in a process of its own, on a new Redis that syncs each write. */
export interface BenchTracker extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  readonly redisPort: number
  /** Folder of its data; it is deleted at the end. */
  readonly folder: string
}

const TRACKER = resolve(import.meta.dirname, '../edge/tracker/main.ts')
const RATE_MAX = '10000000'

/** Settings of the tracker's Redis, and of the Redis of a peer. */
export const REDIS_SETTINGS = ['--maxmemory', '4gb']

/** Starts a tracker with all features on, in a new folder. Its disposal also stops Redis and deletes the folder. */
export async function startBenchTracker(): Promise<BenchTracker> {
  await using ending = new AsyncDisposableStack()
  const { path: folder, remove } = benchFolder()
  ending.defer(remove)
  const [redisPort = 0, port = 0] = await freePorts(2)
  const redis = await startRedis({ folder: join(folder, 'redis'), port: redisPort, settings: REDIS_SETTINGS })
  ending.defer(() => redis.process.stop())
  const tracker = Bun.spawn([process.execPath, TRACKER], {
    cwd: folder,
    env: {
      ...processEnvironment(),
      STREAM_URLS: redis.url,
      TRACKER_PORT: String(port),
      METRICS_PORT: '0',
      // Without an accounts station it would log warnings.
      LOG_LEVEL: 'error',
      // The whole load comes from one machine: rates are checked as usual, but the limits are high enough.
      DEVICE_EVENTS_PER_SECOND: RATE_MAX,
      DEVICE_EVENTS_BURST: RATE_MAX,
      IP_EVENTS_PER_SECOND: RATE_MAX,
    },
    stdout: 2,
    stderr: 'inherit',
  })
  ending.defer(async () => {
    tracker.kill('SIGTERM')
    await tracker.exited
  })
  const url = `http://127.0.0.1:${port}`
  await until('the tracker is ready', () => answersOk(`${url}/readyz`))
  const running = ending.move()
  return { url, pid: tracker.pid, redisPort, folder, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
