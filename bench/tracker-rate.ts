import { processEnvironment } from '#lib/config/process-environment.ts'
import { join, resolve } from 'node:path'
import { answersOk } from '../tests/builders/answers-ok.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { until } from '../tests/builders/until.ts'
import { startRedis } from '../tests/engines/redis.ts'
import { runCommand } from '../tests/engines/run-command.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure, Peer } from './bench.ts'
import { BENTO_MISSING, bentoProgram } from './bento.ts'
import { startBentoTrack } from './bento-track.ts'
import { measureRates, type Rate } from './measure-rate.ts'

const TRACKER = resolve(import.meta.dirname, '../edge/tracker/main.ts')
const BARE = resolve(import.meta.dirname, 'bare-server.ts')
const XADD_BYTES = 310
const RATE_MAX = '10000000'
const XADD_REQUESTS = 200_000
const PATH = '/t/geo?di=phone-123456&lt=52.5219&lg=13.4132&a=12'
const REDIS_SETTINGS = ['--maxmemory', '4gb']

/** Durable single events a second through one tracker: GET → Redis Streams with fsync → 200. */
export const trackerRate: Bench = {
  name: 'tracker-rate',
  about: 'durable single events a second through one tracker, 64 connections, Redis with appendfsync always',
  async measure() {
    await using ending = new AsyncDisposableStack()
    const folder = benchFolder()
    ending.defer(folder.remove)
    const [redisPort = 0, port = 0, metricsPort = 0, barePort = 0] = await freePorts(4)
    const redis = await startRedis({
      folder: join(folder.path, 'redis'),
      port: redisPort,
      settings: REDIS_SETTINGS,
    })
    ending.defer(() => redis.process.stop())
    const tracker = Bun.spawn([process.execPath, TRACKER], {
      cwd: folder.path,
      env: {
        ...processEnvironment(),
        STREAM_URLS: redis.url,
        TRACKER_PORT: String(port),
        METRICS_PORT: String(metricsPort),
        LOG_LEVEL: 'warn',
        // All of it comes from one phone: its rates are looked at like any other's, but let it pass.
        DEVICE_EVENTS_PER_SECOND: RATE_MAX,
        DEVICE_EVENTS_BURST: RATE_MAX,
        IP_EVENTS_PER_SECOND: RATE_MAX,
      },
      stdout: 'inherit',
      stderr: 'inherit',
    })
    ending.defer(() => ended(tracker))
    const bare = Bun.spawn([process.execPath, BARE, String(barePort)], {
      stdout: 'ignore',
      stderr: 'inherit',
    })
    ending.defer(() => ended(bare))
    await until('the tracker is ready', () => answersOk(`http://127.0.0.1:${port}/readyz`))
    await until('the bare server is ready', () => answersOk(`http://127.0.0.1:${barePort}/`))
    const program = bentoProgram()
    const bento =
      program === undefined
        ? undefined
        : await startBentoTrack({ program, folder: folder.path, path: PATH, settings: REDIS_SETTINGS })
    ending.defer(() => bento?.stop())
    const [own, nothing, ofBento] = await measureRates([
      { url: `http://127.0.0.1:${port}${PATH}`, pid: tracker.pid },
      { url: `http://127.0.0.1:${barePort}${PATH}`, pid: bare.pid },
      ...(bento === undefined ? [] : [bento]),
    ])
    const peers = [
      peer('bare Bun.serve, nothing kept', nothing),
      { name: 'redis-benchmark XADD, 64 clients', value: await benchXadd(redisPort) },
      ...(ofBento === undefined ? [] : [peer('Bento, http_server to redis_streams', ofBento)]),
    ]
    return [
      {
        name: 'durable GET through the tracker',
        unit: 'events/s',
        value: own?.perSecond ?? 0,
        cpuSecondsPerEvent: own?.cpuSecondsPerEvent,
        peers,
        note: `${describe(own)}; medians of five rounds, ours and peers in turn${program === undefined ? `; ${BENTO_MISSING}` : ''}`,
      } satisfies Figure,
    ]
  },
}

async function ended(child: Bun.Subprocess): Promise<void> {
  child.kill('SIGTERM')
  await child.exited
}

function peer(name: string, rate: Rate | undefined): Peer {
  return {
    name,
    value: rate?.perSecond ?? 0,
    cpuSecondsPerEvent: rate?.cpuSecondsPerEvent,
    note: describe(rate),
  }
}

function describe(rate: Rate | undefined): string {
  return `p50 ${rate?.p50Ms} ms, p99 ${rate?.p99Ms} ms, ${rate?.errors} errors`
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
