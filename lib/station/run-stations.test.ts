import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { settings } from '#lib/config/settings.ts'
import { ConfigError } from '#lib/errors/config-error.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runStations } from '#lib/station/run-stations.ts'
import type { RunningStation, Station, StationContext } from '#lib/station/station.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const FREE_PORTS = { TRACKER_PORT: '0', STORAGE_PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info' }

let told: string[] = []

type Part = Partial<RunningStation> & { readonly opened?: (context: StationContext) => void }

function aStation(name: 'tracker' | 'storage', { opened, ...part }: Part = {}): Station {
  return defineStation({
    name,
    port: name === 'tracker' ? settings.TRACKER_PORT : settings.STORAGE_PORT,
    spec: { storeUrl: settings.STORE_URL, hops: settings.TRUSTED_HOPS },
    open(_, context) {
      told.push(`${name} opens`)
      opened?.(context)
      return Promise.resolve({
        check: () => Promise.resolve(),
        stop: () => {
          told.push(`${name} stops`)
          return Promise.resolve()
        },
        ...part,
      })
    },
  })
}

async function run(stations: readonly Station[], environment: Record<string, string> = {}) {
  told = []
  const logTarget = join(temporaryFolder(), 'log')
  const running = await runStations(stations, { ...FREE_PORTS, ...environment }, { logTarget })
  onTestFinished(() => running.stop())
  const ask = (name: string, path: string) => fetch(`${running.urls.get(name) ?? ''}${path}`)
  const log = () =>
    readFileSync(logTarget, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { running, ask, log }
}

test('the mistakes of all stations are reported together, each once, before any of them starts', async () => {
  const environment = {
    STORE_URL: 'mysql://root:geheim@db',
    TRUSTED_HOPS: '-1',
    TRACKER_PORT: '-1',
    METRICS_PORT: 'x',
  }
  const error = await run([aStation('tracker'), aStation('storage')], environment).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ConfigError)
  const mistakes = (error as ConfigError).mistakes
  expect(mistakes.map((mistake) => mistake.split(' ', 1).join()).toSorted()).toEqual([
    'METRICS_PORT',
    'STORE_URL',
    'TRACKER_PORT',
    'TRUSTED_HOPS',
  ])
  expect((error as ConfigError).message).not.toContain('geheim')
  expect(told).toEqual([])
})

test('stations start in order, each on its own port, and stop in reverse', async () => {
  const { running, ask } = await run([aStation('tracker'), aStation('storage')])
  expect([...running.urls.keys()]).toEqual(['tracker', 'storage', 'metrics'])
  expect(new Set(running.urls.values()).size).toBe(3)
  expect((await ask('storage', '/livez')).status).toBe(200)
  await running.stop()
  expect(told).toEqual(['tracker opens', 'storage opens', 'storage stops', 'tracker stops'])
  await expect(ask('storage', '/livez')).rejects.toThrow('')
})

test('when one cannot start, those before it are stopped again', async () => {
  const broken = aStation('storage', {
    opened: () => {
      throw new Error('Cannot open: disk gone')
    },
  })
  await expect(run([aStation('tracker'), broken])).rejects.toThrow('disk gone')
  expect(told).toEqual(['tracker opens', 'storage opens', 'tracker stops'])
})

test('when a port is taken, the station that wanted it is stopped too', async () => {
  const { running } = await run([aStation('storage')])
  const taken = new URL(running.urls.get('storage') ?? '').port
  const before = told
  await expect(run([aStation('tracker'), aStation('storage')], { STORAGE_PORT: taken })).rejects.toThrow(
    `port ${taken} is held by pid ${process.pid}`,
  )
  expect(before).toEqual(['storage opens'])
  expect(told).toEqual(['tracker opens', 'storage opens', 'storage stops', 'tracker stops'])
})

test('when one cannot stop, the others are still stopped', async () => {
  const stop = () => Promise.reject(new Error('Cannot close'))
  const { running, log } = await run([aStation('tracker'), aStation('storage', { stop })])
  await expect(running.stop()).rejects.toThrow('Cannot stop every station')
  expect(told).toEqual(['tracker opens', 'storage opens', 'tracker stops'])
  expect(log()).toContainEqual(
    expect.objectContaining({ level: 'error', msg: 'station not stopped in order', station: 'storage' }),
  )
})

test('stations on one port are a mistake of the configuration, reported before anything starts', async () => {
  const error = await run([aStation('tracker'), aStation('storage')], {
    TRACKER_PORT: '15222',
    STORAGE_PORT: '15222',
    METRICS_PORT: '15222',
  }).catch((thrown: unknown) => thrown)
  expect((error as ConfigError).mistakes).toEqual([
    'TRACKER_PORT and STORAGE_PORT and METRICS_PORT are all 15222, but each needs its own port',
  ])
  expect(told).toEqual([])
})

test('a variable that looks like one of ours causes a warning at the start', async () => {
  const { log } = await run([aStation('tracker')], { TRACKER_PROT: '1', PATH: '/bin' })
  expect(log().filter(({ level }) => level === 'warn')).toEqual([
    expect.objectContaining({ msg: 'Unknown variable TRACKER_PROT: did you mean TRACKER_PORT?' }),
  ])
})

test('a log that cannot be written is reported as a StartError', async () => {
  const logTarget = '/proc/no/log'
  await expect(runStations([aStation('tracker')], FREE_PORTS, { logTarget })).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('Cannot write the log to "/proc/no/log"'),
  })
})

describe('a signal during the start', () => {
  test('aborts it: started stations are stopped, and those still opening are not awaited', async () => {
    told = []
    const stopping = new AbortController()
    const opening = Promise.withResolvers<void>()
    const waiting = defineStation({
      name: 'storage',
      port: settings.STORAGE_PORT,
      spec: {},
      open: () => {
        opening.resolve()
        return new Promise<never>(() => undefined)
      },
    })
    const logTarget = join(temporaryFolder(), 'log')
    const running = runStations([aStation('tracker'), waiting], FREE_PORTS, {
      logTarget,
      signal: stopping.signal,
    })
    await opening.promise
    stopping.abort()
    await expect(running).rejects.toBe(stopping.signal.reason)
    expect(told).toEqual(['tracker opens', 'tracker stops'])
  })

  test('still stops a station in order that opens a moment later', async () => {
    told = []
    const stopping = new AbortController()
    const open = Promise.withResolvers<RunningStation>()
    const opening = Promise.withResolvers<void>()
    const slow = defineStation({
      name: 'storage',
      port: settings.STORAGE_PORT,
      spec: {},
      open: () => {
        opening.resolve()
        return open.promise
      },
    })
    const running = runStations([slow], FREE_PORTS, {
      logTarget: join(temporaryFolder(), 'log'),
      signal: stopping.signal,
    })
    await opening.promise
    stopping.abort()
    open.resolve({
      check: () => Promise.resolve(),
      stop: () => {
        told.push('storage stops')
        return Promise.resolve()
      },
    })
    await expect(running).rejects.toBe(stopping.signal.reason)
    expect(told).toEqual(['storage stops'])
  })
})

describe('ready', () => {
  test('resolves only when all can do their work; until then it is reported what is lacking', async () => {
    let isStoreUp = false
    const check = () => (isStoreUp ? Promise.resolve() : Promise.reject(new Error('store does not answer')))
    const tell: string[] = []
    const logTarget = join(temporaryFolder(), 'log')
    const running = await runStations([aStation('tracker'), aStation('storage', { check })], FREE_PORTS, {
      logTarget,
      tell: (line) => tell.push(line),
    })
    onTestFinished(() => running.stop())
    let isReady = false
    const ready = running.ready.then(() => (isReady = true))
    await expect.poll(() => tell).toEqual(['Waiting for what storage needs: store does not answer'])
    expect(isReady).toBe(false)
    isStoreUp = true
    await ready
    await expect.poll(() => tell.at(-1)).toBe('what storage needs is available')
    const lines = readFileSync(logTarget, 'utf8').trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'waiting for a dependency',
      'ready',
      'dependency is available',
    ])
  })
})

describe('health', () => {
  test('/livez does not depend on other stations and engines; /readyz says which one is missing', async () => {
    let isStoreUp = true
    const check = () => (isStoreUp ? Promise.resolve() : Promise.reject(new Error('store does not answer')))
    const { ask } = await run([aStation('tracker', { check })])
    expect((await ask('tracker', '/readyz')).status).toBe(200)
    isStoreUp = false
    // An answer is kept for a second.
    await expect.poll(async () => (await ask('tracker', '/readyz')).status).toBe(503)
    const response = await ask('tracker', '/readyz')
    expect(await response.json()).toMatchObject({ code: 'not_ready', detail: 'store does not answer' })
    expect((await ask('tracker', '/livez')).status).toBe(200)
  })

  test('a station without pages answers 404 elsewhere', async () => {
    const { ask } = await run([aStation('tracker')])
    const response = await ask('tracker', '/')
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })
})

test('a station gets the address of the caller', async () => {
  const fetchIp: RunningStation['fetch'] = (_, { peerIp }) => new Response(peerIp ?? 'nobody')
  const { ask } = await run([aStation('tracker', { fetch: fetchIp })])
  expect(await (await ask('tracker', '/')).text()).toBe('127.0.0.1')
})

test('metrics of all stations are on one port, and their log lines name them', async () => {
  const opened = ({ metrics, log }: StationContext) => {
    metrics.counter('push_test_total', 'A test').inc({})
    log.info('opened', { count: 1 })
  }
  const { ask, log } = await run([aStation('tracker', { opened }), aStation('storage', { opened })])
  expect(await (await ask('metrics', '/metrics')).text()).toContain('push_test_total 2')
  expect(log().filter(({ msg }) => msg === 'opened')).toMatchObject([
    { level: 'info', station: 'tracker', count: 1 },
    { level: 'info', station: 'storage', count: 1 },
  ])
})

test('a process that is about to stop says so at /readyz before it closes its ports, and still answers', async () => {
  const station = aStation('tracker', { fetch: () => new Response('still here') })
  const { running, ask } = await run([station], { STOP_NOTICE_SECONDS: '1' })
  expect((await ask('tracker', '/readyz')).status).toBe(200)
  const stopped = running.stop()
  const ready = await ask('tracker', '/readyz')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ code: 'not_ready', detail: 'The station is about to stop' })
  expect(await (await ask('tracker', '/anything')).text()).toBe('still here')
  expect(told).toEqual(['tracker opens'])
  await stopped
  await expect(ask('tracker', '/readyz')).rejects.toThrow()
  expect(told).toEqual(['tracker opens', 'tracker stops'])
})
