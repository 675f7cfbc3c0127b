import { describe, expect, test } from 'vitest'
import { anOffer } from '#lib/builders/a-subject.ts'
import { draftOf } from './draft-of.ts'
import { anImportedOffer, anImporter, openMarket } from './open-market.fixture.ts'
import type { ImportedOffer } from './importers/importer.ts'

const ended = { created: 0, refreshed: 0, removed: 0, refused: 0 }

describe('a run', () => {
  test('writes what is new, edits what changed, takes back what vanished, leaves the rest alone', async () => {
    let source: ImportedOffer[] = ['a', 'b', 'c'].map((key) => anImportedOffer(key))
    const market = await openMarket(anImporter(async () => source))
    expect(await market.run()).toMatchObject({ ...ended, state: 'done', created: 3 })
    const before = await market.stored()
    expect(before).toEqual([
      expect.objectContaining({
        kind: 'offer',
        owner: 'importer:test',
        title: 'Offer a',
        keywords: ['#test', 'thing'],
        at: { lat: 52.52, lng: 13.4 },
        radiusMeters: 500,
        place: 'Berlin',
        active: true,
        showLocation: true,
        ext: { key: 'a', revision: expect.stringMatching(/^[0-9a-f]{32}$/u) },
      }),
      expect.objectContaining({ title: 'Offer b' }),
      expect.objectContaining({ title: 'Offer c' }),
    ])

    source = [anImportedOffer('a'), anImportedOffer('b', { title: 'Offer b, cheaper' }), anImportedOffer('d')]
    expect(await market.run()).toMatchObject({
      ...ended,
      state: 'done',
      created: 1,
      refreshed: 1,
      removed: 1,
    })
    const after = await market.stored()
    expect(after.map(({ title }) => title)).toEqual(['Offer a', 'Offer b, cheaper', 'Offer d'])
    expect(after[0]).toEqual(before[0])
    expect(after[1]).toMatchObject({ id: before[1]?.id, version: 2 })

    expect(await market.run()).toMatchObject({ ...ended, state: 'done' })
    expect(await market.stored()).toEqual(after)
  })

  test('has matching look at all of it, once, under its own id', async () => {
    const market = await openMarket(anImporter(async () => [anImportedOffer('a')]))
    const run = await market.run()
    const told = (await market.told()).filter(({ type }) => type === 'bud')
    expect(told).toEqual([
      expect.objectContaining({
        id: run['id'],
        source: '/service/offers',
        params: { owner: 'importer:test' },
      }),
    ])
  })

  test('pages through all that is stored: what is on the last page is not written again', async () => {
    const importer = anImporter(async () => keys.map((key) => anImportedOffer(key)))
    const keys = Array.from({ length: 401 }, (_, index) => `k${index}`)
    const market = await openMarket(importer)
    await Promise.all(
      keys.map((key) => {
        const { ext } = draftOf(anImportedOffer(key), importer)
        return market.subjects.create(anOffer({ owner: importer.owner, ext }), [])
      }),
    )
    expect(await market.run()).toMatchObject({ ...ended, state: 'done' })
  })

  test('of an offer that storage refuses counts it, and goes on', async () => {
    const bad = anImportedOffer('bad', { radiusMeters: 1 })
    const market = await openMarket(anImporter(async () => [bad, anImportedOffer('good')]))
    expect(await market.run()).toMatchObject({ ...ended, state: 'done', created: 1, refused: 1 })
    expect((await market.stored()).map(({ title }) => title)).toEqual(['Offer good'])
  })

  test("leaves other owners' offers alone", async () => {
    const market = await openMarket(anImporter(async () => [anImportedOffer('a')]))
    const foreign = anOffer({ owner: 'importer:other', ext: { key: 'gone', revision: 'old' } })
    await market.subjects.create(foreign, [])
    await market.run()
    expect(await market.subjects.find(foreign.id)).toEqual(foreign)
  })
})

describe('a run that fails takes nothing back', () => {
  test.each([
    ['an empty source', async () => [], 'the source was empty; nothing was taken back'],
    ['a broken source', () => Promise.reject(new Error('Cannot fetch: 500')), 'Cannot fetch: 500'],
  ])('%s', async (_name, broken, reason) => {
    let isBroken = false
    const market = await openMarket(
      anImporter(async () => (isBroken ? broken() : [anImportedOffer('a'), anImportedOffer('b')])),
    )
    await market.run()
    const before = await market.stored()
    isBroken = true
    expect(await market.run()).toMatchObject({ ...ended, state: 'failed', reason })
    expect(await market.stored()).toEqual(before)
    expect((await market.told()).filter(({ type }) => type === 'bud')).toHaveLength(1)
  })

  test('storage is down', async () => {
    const market = await openMarket(anImporter(async () => [anImportedOffer('a')]))
    await market.lose('storage')
    expect(await market.run()).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^Cannot call GET \/store\/offers/u),
    })
  })

  test('the tracker is down: what is written stays, and the run says why it failed', async () => {
    const market = await openMarket(anImporter(async () => [anImportedOffer('a')]))
    await market.lose('tracker')
    expect(await market.run()).toMatchObject({
      state: 'failed',
      created: 1,
      reason: expect.stringMatching(/^Cannot call POST \/v1\/batch of tracker/u),
    })
    expect(await market.stored()).toHaveLength(1)
  })

  test('the station stops', async () => {
    const fetching = Promise.withResolvers<void>()
    const market = await openMarket(
      anImporter(async ({ signal }) => {
        fetching.resolve()
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        })
        return []
      }),
    )
    const { run } = (await (await market.call('POST /jobs/test/run', 'admin')).json()) as { run: string }
    await fetching.promise
    await market.jobs.stop()
    expect(await market.runs.find(run)).toMatchObject({ state: 'failed', reason: 'the station was stopped' })
  })
})
