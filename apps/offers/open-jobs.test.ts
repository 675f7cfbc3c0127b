import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import type { ImportedOffer, Importer } from './importers/importer.ts'
import { anImportedOffer, anImporter, openMarket, type Market } from './open-market.fixture.ts'

const STALE_MS = 30_000
const BEAT_MS = 5_000

/** An importer whose source answers on demand, and ignores its signal. */
function deafImporter() {
  const begun: PromiseWithResolvers<readonly ImportedOffer[]>[] = []
  const importer = anImporter(() => {
    const fetched = Promise.withResolvers<readonly ImportedOffer[]>()
    begun.push(fetched)
    return fetched.promise
  })
  return {
    importer,
    /** Resolves when a number of fetches have started. */
    began: (count: number) => expect.poll(() => begun.length).toBe(count),
    /** Lets a fetch give a number of offers. */
    answer: (fetched: number, count = 3) =>
      begun[fetched]?.resolve(Array.from({ length: count }, (_, index) => anImportedOffer(`k${index}`))),
  }
}

async function start(market: Market, importer: Importer): Promise<string> {
  const { run, isNew } = await market.jobs.start(importer)
  expect(isNew).toBe(true)
  return run
}

const stateOf = (market: Market, run: string) => async () => (await market.runs.find(run))?.state

describe('a run that takes too long', () => {
  test('is ended, also when its importer ignores the signal, and the next run starts', async () => {
    const { importer, began, answer } = deafImporter()
    const market = await openMarket(importer, 100)
    const first = await start(market, importer)
    await expect.poll(stateOf(market, first)).toBe('failed')
    expect(await market.runs.find(first)).toMatchObject({ reason: 'it took longer than 0.1 s' })
    const { run: second } = await market.openOtherJobs().start(importer)
    await began(2)
    // The first source answers too late, which has no effect.
    answer(0, 100)
    answer(1)
    await expect.poll(stateOf(market, second)).toBe('done')
    expect(await market.stored()).toHaveLength(3)
  })

  test('in storage is ended there', async () => {
    const market = await openMarket(
      anImporter(async () => [anImportedOffer('a')]),
      300,
    )
    market.meddle(({ method }) => (method === 'POST' ? new Promise(() => undefined) : undefined))
    expect(await market.run()).toMatchObject({
      state: 'failed',
      reason: 'it took longer than 0.3 s',
      created: 0,
    })
    market.meddle(() => undefined)
    expect(await market.run()).toMatchObject({ state: 'done', created: 1 })
  })
})

describe('a run that is cancelled', () => {
  test('by its own process ends immediately', async () => {
    const { importer, began } = deafImporter()
    const market = await openMarket(importer)
    const run = await start(market, importer)
    await began(1)
    expect(await market.jobs.cancel(run)).toBe(true)
    await expect.poll(stateOf(market, run)).toBe('cancelled')
    expect(await market.runs.find(run)).toMatchObject({ reason: 'it was cancelled' })
    expect(await market.jobs.cancel(run)).toBe(false)
    await start(market, importer)
  })

  test('by another process writes nothing more', async () => {
    const source = Array.from({ length: 20 }, (_, index) => anImportedOffer(`k${index}`))
    const importer = anImporter(async () => source)
    const market = await openMarket(importer)
    const other = market.openOtherJobs()
    let writes = 0
    let run = ''
    market.meddle(async ({ method }) => {
      if (method === 'POST' && (writes += 1) === 5) expect(await other.cancel(run)).toBe(true)
      return undefined
    })
    run = await start(market, importer)
    await expect.poll(stateOf(market, run)).toBe('cancelled')
    expect(await market.runs.find(run)).toMatchObject({ created: 5, reason: 'it was cancelled' })
    expect(await market.stored()).toHaveLength(5)
    expect((await market.told()).filter(({ type }) => type === 'bud')).toEqual([])
  })
})

describe('an abandoned run', () => {
  test('writes nothing more, and does not end the run that started after it', async () => {
    const { importer, began, answer } = deafImporter()
    const market = await openMarket(importer)
    const zombie = await start(market, importer)
    await began(1)
    // Its process was suspended for so long that another process started a run.
    const wanted = { id: 'next', importer: importer.id, startedAt: Date.now() + STALE_MS }
    expect(await market.runs.begin(wanted, STALE_MS)).toMatchObject({ id: 'next', fence: 2 })
    answer(0)
    await market.jobs.stop()
    expect(await market.stored()).toEqual([])
    expect((await market.told()).filter(({ type }) => type === 'bud')).toEqual([])
    expect(await market.runs.find(zombie)).toMatchObject({ state: 'failed', created: 0 })
    expect(await market.runs.find('next')).toMatchObject({ state: 'running' })
  })

  test('stops also in the middle of its writes', async () => {
    const source = Array.from({ length: 20 }, (_, index) => anImportedOffer(`k${index}`))
    const importer = anImporter(async () => source)
    const market = await openMarket(importer)
    let writes = 0
    market.meddle(async ({ method }) => {
      if (method === 'POST' && (writes += 1) === 5) {
        const startedAt = Date.now() + STALE_MS
        await market.runs.begin({ id: 'next', importer: importer.id, startedAt }, STALE_MS)
      }
      return undefined
    })
    const run = await start(market, importer)
    await expect.poll(stateOf(market, run)).toBe('failed')
    await expect.poll(async () => (await market.stored()).length).toBe(5)
    await market.jobs.stop()
    expect(await market.stored()).toHaveLength(5)
  })

  test('of the same process is ended before the next run starts', async () => {
    const { importer, began, answer } = deafImporter()
    const market = await openMarket(importer)
    await start(market, importer)
    await began(1)
    vi.setSystemTime(Date.now() + STALE_MS)
    onTestFinished(() => void vi.useRealTimers())
    const second = await start(market, importer)
    await began(2)
    answer(0, 100)
    answer(1)
    await expect.poll(stateOf(market, second)).toBe('done')
    expect(await market.stored()).toHaveLength(3)
  })

  test('of a killed process blocks the next run for half a minute', async () => {
    const market = await openMarket(anImporter(async () => [anImportedOffer('a')]))
    const fixture = spawnFixture(
      `${import.meta.dirname}/hanging-run.fixture.ts`,
      market.storeUrl,
      market.storeUrl.replace(/^sqlite:/u, '').replace('store.db', 'keys.json'),
    )
    await expect.poll(() => fixture.lines().length, { timeout: 15_000 }).toBe(1)
    const [killed = ''] = fixture.lines()
    await fixture.kill()
    const response = await market.call('POST /jobs/test/run', 'admin')
    expect([response.status, response.headers.get('x-run-id')]).toEqual([409, killed])
    vi.setSystemTime(Date.now() + STALE_MS)
    onTestFinished(() => void vi.useRealTimers())
    expect(await market.run()).toMatchObject({ state: 'done', created: 1, fence: 2 })
    expect(await market.runs.find(killed)).toMatchObject({
      state: 'failed',
      reason: 'stopped without an end',
    })
  })
})

test('an active run writes a heartbeat with its progress', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const importer = anImporter(async () => [anImportedOffer('a'), anImportedOffer('b')])
  const market = await openMarket(importer)
  const written = Promise.withResolvers<undefined>()
  let writes = 0
  market.meddle(({ method }) => (method === 'POST' && (writes += 1) === 2 ? written.promise : undefined))
  const run = await start(market, importer)
  await expect.poll(() => writes).toBe(2)
  for (let beat = 0; beat < 10; beat += 1) {
    await vi.advanceTimersByTimeAsync(BEAT_MS)
    const now = Date.now()
    // The wait advances the fake clock too.
    await expect.poll(async () => (await market.runs.find(run))?.beatAt).toBeGreaterThan(now - BEAT_MS)
  }
  expect(await market.runs.find(run)).toMatchObject({ state: 'running', created: 1 })
  expect((await market.jobs.start(importer)).isNew).toBe(false)
  written.resolve(undefined)
  await expect.poll(stateOf(market, run)).toBe('done')
})

test('of two processes that start concurrently one runs', async () => {
  const importer = anImporter(async () => [anImportedOffer('a')])
  const market = await openMarket(importer)
  const all = [market.jobs, market.openOtherJobs(), market.openOtherJobs()]
  const begun = await Promise.all(all.map((jobs) => jobs.start(importer)))
  expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(new Set(begun.map(({ run }) => run)).size).toBe(1)
  await expect.poll(async () => (await market.stored()).length).toBe(1)
})

test('the station stops while a source hangs', async () => {
  const { importer, began } = deafImporter()
  const market = await openMarket(importer)
  const run = await start(market, importer)
  await began(1)
  await market.jobs.stop()
  expect(await market.runs.find(run)).toMatchObject({ state: 'failed', reason: 'the station was stopped' })
})
