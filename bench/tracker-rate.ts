import { processEnvironment } from '#lib/config/process-environment.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench, Figure } from './bench.ts'
import { BENTO_MISSING, bentoProgram } from './bento.ts'
import { bentoTrack } from './bento-track.ts'
import { measureRate } from './measure-rate.ts'

const TRACKER = resolve(import.meta.dirname, '../edge/tracker/main.ts')
const BARE = resolve(import.meta.dirname, 'bare-server.ts')
const XADD_BYTES = 310
const XADD_REQUESTS = 200_000
const REDIS_SETTINGS = ['--maxmemory', '4gb']

/** Durable single events a second through one tracker: GET → Redis Streams with fsync → 200. */
export const trackerRate: Bench = {
  name: 'tracker-rate',
  about: 'durable single events a second through one tracker, 64 connections, Redis with appendfsync always',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'pushtech-bench-'))
    const [redisPort = 0, port = 0, metricsPort = 0, barePort = 0] = await freePorts(4)
    const redis = await startRedis({
      folder: join(folder, 'redis'),
      port: redisPort,
      settings: REDIS_SETTINGS,
    })
    const tracker = Bun.spawn([process.execPath, TRACKER], {
      cwd: folder,
      env: {
        ...processEnvironment(),
        STREAM_URLS: redis.url,
        TRACKER_PORT: String(port),
        METRICS_PORT: String(metricsPort),
        LOG_LEVEL: 'warn',
      },
      stdout: 'inherit',
      stderr: 'inherit',
    })
    const bare = Bun.spawn([process.execPath, BARE, String(barePort)], {
      stdout: 'ignore',
      stderr: 'inherit',
    })
    try {
      await until('the tracker is ready', () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      )
      await until('the bare server is ready', () =>
        fetch(`http://127.0.0.1:${barePort}/`).then(
          ({ ok }) => ok,
          () => false,
        ),
      )
      const path = '/t/geo?di=phone-123456&lt=52.5219&lg=13.4132&a=12'
      const own = await measureRate(`http://127.0.0.1:${port}${path}`, tracker.pid)
      const peer = await measureRate(`http://127.0.0.1:${barePort}${path}`, bare.pid)
      const xadd = await benchXadd(redisPort)
      const program = bentoProgram()
      const bento =
        program === undefined ? [] : [await bentoTrack({ program, folder, path, settings: REDIS_SETTINGS })]
      return [
        {
          name: 'durable GET through the tracker',
          unit: 'events/s',
          value: own.perSecond,
          cpuSecondsPerEvent: own.cpuSecondsPerEvent,
          peers: [
            {
              name: 'bare Bun.serve, nothing kept',
              value: peer.perSecond,
              cpuSecondsPerEvent: peer.cpuSecondsPerEvent,
            },
            { name: 'redis-benchmark XADD, 64 clients', value: xadd },
            ...bento,
          ],
          note: `p50 ${own.p50Ms} ms, p99 ${own.p99Ms} ms, ${own.errors} errors${program === undefined ? `; ${BENTO_MISSING}` : ''}`,
        } satisfies Figure,
      ]
    } finally {
      tracker.kill('SIGTERM')
      bare.kill('SIGTERM')
      await Promise.all([tracker.exited, bare.exited])
      await redis.process.stop()
    }
  },
}

async function benchXadd(port: number): Promise<number> {
  const output = await runCommand([
    'redis-benchmark',
    '-p',
    String(port),
    '-c',
    '64',
    '-n',
    String(XADD_REQUESTS),
    '-q',
    'XADD',
    'bench',
    '*',
    'e',
    'x'.repeat(XADD_BYTES),
  ])
  return Number(/([\d.]+) requests per second/u.exec(output)?.[1] ?? 0)
}
