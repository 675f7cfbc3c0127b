import { processEnvironment } from '#lib/config/process-environment.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import type { Bench, Figure } from './bench.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import { load } from './load.ts'

const TRACKER = resolve(import.meta.dirname, '../edge/tracker/main.ts')
const BARE = resolve(import.meta.dirname, 'bare-server.ts')
const XADD_BYTES = 310
const XADD_REQUESTS = 200_000
const WARM_SECONDS = 3

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
      settings: ['--maxmemory', '4gb'],
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
      const own = await measureOne(`http://127.0.0.1:${port}${path}`, tracker.pid)
      const peer = await measureOne(`http://127.0.0.1:${barePort}${path}`, bare.pid)
      const xadd = await benchXadd(redisPort)
      return [
        {
          name: 'durable GET through the tracker',
          unit: 'events/s',
          value: own.perSecond,
          cpuSecondsPerEvent: own.cpuSecondsPerEvent,
          peers: [
            { name: 'bare Bun.serve, nothing kept', value: peer.perSecond },
            { name: 'redis-benchmark XADD, 64 clients', value: xadd },
          ],
          note: `p50 ${own.p50Ms} ms, p99 ${own.p99Ms} ms, ${own.errors} errors; bare ${peer.cpuSecondsPerEvent.toExponential(2)} CPU s/event`,
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

async function measureOne(url: string, pid: number) {
  await load(url, { seconds: WARM_SECONDS })
  const before = cpuSeconds(pid)
  const result = await load(url)
  return { ...result, cpuSecondsPerEvent: (cpuSeconds(pid) - before) / Math.max(1, result.requests) }
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
