import { processEnvironment } from '#lib/config/process-environment.ts'
import { join, resolve } from 'node:path'
import { answersOk } from '../tests/builders/answers-ok.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { benchFolder } from './bench-folder.ts'

/** A tracker in a process of its own, on a fresh Redis that syncs each write. */
export interface BenchTracker extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  readonly redisPort: number
  /** Of its data; what else is put there goes with it. */
  readonly folder: string
}

const TRACKER = resolve(import.meta.dirname, '../edge/tracker/main.ts')
const RATE_MAX = '10000000'

/** What the Redis under a tracker has, and that of a peer. */
export const REDIS_SETTINGS = ['--maxmemory', '4gb']

/** Starts a tracker with all that it does switched on, in a fresh folder; when it is disposed of, Redis and the folder go with it. */
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
      // There is no accounts station here, of which it warns.
      LOG_LEVEL: 'error',
      // All of it comes from one machine: its rates are looked at like any other's, but let it pass.
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
