import { describe, expect, test } from 'vitest'
import { anOffer } from '#lib/builders/a-subject.ts'
import { draftOf } from './draft-of.ts'
import { anImportedOffer, anImporter, openMarket } from './open-market.fixture.ts'
import type { ImportedOffer } from './importers/importer.ts'

const ended = { created: 0, refreshed: 0, removed: 0, refused: 0 }

describe('a run', () => {
  test('creates new offers, updates changed ones, removes vanished ones, and does not touch the others', async () => {
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

  test('triggers matching once, with the id of the run', async () => {
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

  test('reads all pages of stored offers: an offer on the last page is not written again', async () => {
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

  test('counts a refused offer with the reason, and continues', async () => {
    const bad = anImportedOffer('bad', { radiusMeters: 1 })
    const market = await openMarket(anImporter(async () => [bad, ...offers(9)]))
    const run = await market.run()
    const reason = '"region.circle.radiusMeters" must be at least 50 metres'
    expect(run).toMatchObject({ ...ended, state: 'done', items: 10, created: 9, refused: 1 })
    expect(run['reasons']).toEqual({ [reason]: 1 })
    expect(await market.runs.refusals(String(run['id']))).toEqual([{ key: 'bad', reason }])
    expect(await market.stored()).toHaveLength(9)
  })

  test('lists the first hundred of many refusals, and counts all', async () => {
    const market = await openMarket(anImporter(async () => offers(150, { title: '' })))
    const run = await market.run()
    expect(run).toMatchObject({ refused: 150, reasons: { '"title" must not be blank': 150 } })
    expect(await market.runs.refusals(String(run['id']))).toHaveLength(100)
  })

  test('does not write unchanged offers again, for any form of keys', async () => {
    const keys = [
      'a/b?c#d%20',
      ' ',
      '"\\\n\t',
      '\u0000',
      'e\u0301',
      '\u00e9',
      '👩‍👩‍👧',
      '\u202eabc',
      '__proto__',
      '$where',
      'a.b',
      '5',
    ]
    const market = await openMarket(
      anImporter(async () => keys.map((key) => anImportedOffer(key, { title: 'x' }))),
    )
    expect(await market.run()).toMatchObject({ ...ended, state: 'done', created: keys.length })
    expect(await market.run()).toMatchObject({ ...ended, state: 'done' })
  })

  test('does not touch offers of other owners', async () => {
    const market = await openMarket(anImporter(async () => [anImportedOffer('a')]))
    const foreign = anOffer({ owner: 'importer:other', ext: { key: 'gone', revision: 'old' } })
    await market.subjects.create(foreign, [])
    await market.run()
    expect(await market.subjects.find(foreign.id)).toEqual(foreign)
  })
})

/** A number of offers of a source, each with its own key. */
function offers(count: number, over: Partial<ImportedOffer> = {}, prefix = 'k'): ImportedOffer[] {
  return Array.from({ length: count }, (_, index) => anImportedOffer(`${prefix}${index}`, over))
}

/** A market whose source has ten offers at first, which are stored. */
async function tenStored() {
  const source: { now: () => unknown } = { now: () => offers(10) }
  const market = await openMarket(anImporter(async () => source.now() as ImportedOffer[]))
  expect(await market.run()).toMatchObject({ state: 'done', created: 10 })
  const before = await market.stored()
  return { source, market, before }
}

describe('stored offers stay, and the run is suspect,', () => {
  test.each<[string, () => unknown, Record<string, unknown>]>([
    ['when the source is empty', () => [], { reason: 'the source has no offers; no offer was removed' }],
    [
      'when it names 1 of 10',
      () => offers(1),
      {
        reason: 'the source has 1 offers, fewer than half of the previous 10; no offer was removed',
      },
    ],
    ['when storage refuses ten new ones', () => offers(10, { radiusMeters: 1 }, 'new'), { refused: 10 }],
    ['when no item can be read', () => offers(10).map(() => null), { refused: 10, items: 0 }],
    ['when 2 of 10 are refused', () => [...offers(8), ...offers(2, { title: '' }, 'new')], { refused: 2 }],
    ['when an item has no key', () => [...offers(9), { ...anImportedOffer('k9'), key: 9 }], { refused: 1 }],
  ])('%s', async (_name, now, run) => {
    const { source, market, before } = await tenStored()
    source.now = now
    expect(await market.run()).toMatchObject({ ...ended, ...run, state: 'suspect' })
    expect(await market.stored()).toEqual(before)
    source.now = () => offers(10)
    expect(await market.run()).toMatchObject({ ...ended, state: 'done' })
    expect(await market.stored()).toEqual(before)
  })

  test('until a second run sees the same offers; then they are accepted', async () => {
    const { source, market } = await tenStored()
    source.now = () => offers(2)
    expect(await market.run()).toMatchObject({ ...ended, state: 'suspect' })
    source.now = () => offers(3)
    expect(await market.run()).toMatchObject({ ...ended, state: 'suspect' })
    source.now = () => offers(3, { title: 'written anew' })
    expect(await market.run()).toMatchObject({ state: 'done', refreshed: 3, removed: 7 })
    expect(await market.run()).toMatchObject({ ...ended, state: 'done' })
    source.now = () => []
    expect((await market.run())['state']).toBe('suspect')
    expect(await market.run()).toMatchObject({ state: 'done', removed: 3 })
    expect((await market.run())['state']).toBe('done')
  })

  test.each<[string, () => unknown]>([
    ['ten new ones that storage refuses', () => offers(10, { radiusMeters: 1 }, 'new')],
    ['ten items without a name', () => offers(10, { title: '' }, 'new')],
    ['items that cannot be read', () => offers(10).map(() => null)],
    ['items whose keys became numbers', () => offers(10).map((offer, key) => ({ ...offer, key }))],
    ['2 of 10 refused', () => [...offers(8), ...offers(2, { title: '' }, 'new')]],
    ['one without a key', () => [...offers(9), { ...anImportedOffer('k9'), key: undefined }]],
  ])('while the source gives %s, until an operator approves', async (_name, now) => {
    const { source, market, before } = await tenStored()
    source.now = now
    let id = ''
    for (let times = 0; times < 3; times += 1) {
      const run = await market.run()
      expect(run).toMatchObject({ ...ended, refused: expect.any(Number), state: 'suspect' })
      id = String(run['id'])
    }
    expect(await market.stored()).toEqual(before)
    const response = await market.call(`POST /runs/${id}/approve`, 'operate')
    const { run } = (await response.json()) as { run: string }
    await expect.poll(async () => (await market.runs.find(run))?.state).toBe('done')
    expect((await market.stored()).length).toBeLessThan(10)
  })

  test('when its list breaks off during the read', async () => {
    const { source, market, before } = await tenStored()
    source.now = () =>
      new Proxy(offers(10), {
        get(list, name) {
          if (name === '5') throw new Error('the connection broke')
          return Reflect.get(list, name) as unknown
        },
      })
    expect(await market.run()).toMatchObject({ ...ended, state: 'failed', reason: 'the connection broke' })
    expect(await market.stored()).toEqual(before)
  })

  test('also when a run in between failed', async () => {
    const { source, market } = await tenStored()
    source.now = () => offers(2)
    expect((await market.run())['state']).toBe('suspect')
    source.now = () => {
      throw new Error('Cannot fetch: 500')
    }
    expect((await market.run())['state']).toBe('failed')
    source.now = () => offers(3)
    expect((await market.run())['state']).toBe('suspect')
    expect(await market.stored()).toHaveLength(10)
  })

  test('while new and changed offers are written, and matching is triggered', async () => {
    const { source, market } = await tenStored()
    source.now = () => [...offers(1, { title: 'cheaper' }), ...offers(1, {}, 'new')]
    expect(await market.run()).toMatchObject({ state: 'suspect', created: 1, refreshed: 1, removed: 0 })
    expect(await market.stored()).toHaveLength(11)
    expect((await market.told()).filter(({ type }) => type === 'bud')).toHaveLength(2)
  })
})

describe('a stored offer that is refused now', () => {
  test.each([
    ['by storage', anImportedOffer('k0', { title: '' })],
    ['when it is read', { ...anImportedOffer('k0'), keywords: 'bike' }],
  ])('%s does not change', async (_name, bad) => {
    const { source, market, before } = await tenStored()
    source.now = () => [bad, ...offers(10).slice(2), anImportedOffer('new')]
    expect(await market.run()).toMatchObject({ state: 'done', items: 10, refused: 1, removed: 1 })
    const after = await market.stored()
    const keysNow = after.map(({ ext }) => ext['key'])
    expect(keysNow).toEqual([
      'k0',
      ...offers(10)
        .slice(2)
        .map(({ key }) => key),
      'new',
    ])
    expect(after[0]).toEqual(before[0])
  })
})

test('stored offers of the owner without a text key do not break a run', async () => {
  const { market } = await tenStored()
  for (const ext of [{ key: 5, revision: {} }, { key: null }]) {
    await market.subjects.create(anOffer({ owner: 'importer:test', ext }), [])
  }
  expect(await market.run()).toMatchObject({ ...ended, state: 'done', removed: 2 })
})

describe('storage that', () => {
  const isWrite = ({ method }: Request) => method === 'POST' || method === 'PUT'

  test('answers 500 for one offer: that offer is refused, the others are taken', async () => {
    const market = await openMarket(anImporter(async () => offers(10)))
    market.meddle(async (request) => {
      const isBad = isWrite(request) && (await request.clone().text()).includes('Offer k3')
      return isBad ? new Response('', { status: 500 }) : undefined
    })
    expect(await market.run()).toMatchObject({ state: 'done', created: 9, refused: 1 })
  })

  test('changes a key: that offer is removed again', async () => {
    const market = await openMarket(anImporter(async () => offers(10)))
    const removed: string[] = []
    market.meddle(async (request) => {
      if (request.method === 'DELETE') removed.push(new URL(request.url).pathname)
      const isBad = isWrite(request) && (await request.clone().text()).includes('"key":"k3"')
      return isBad
        ? Response.json({ id: 'other', ext: { key: 'K3', revision: 'r' } }, { status: 201 })
        : undefined
    })
    const run = await market.run()
    expect(run).toMatchObject({ state: 'done', created: 9, refused: 1 })
    expect(run['reasons']).toEqual({ 'storage changes its "key"': 1 })
    expect(removed).toEqual(['/store/offers/other'])
  })

  test.each([503, 502, 507, 429, 401])(
    'answers %i in the middle ends the run, and the next goes on',
    async (status) => {
      const { source, market, before } = await tenStored()
      source.now = () => [...offers(5), ...offers(5, {}, 'new')]
      let writes = 0
      market.meddle((request) => {
        if (isWrite(request)) writes += 1
        return writes > 2 ? new Response('', { status }) : undefined
      })
      expect(await market.run()).toMatchObject({
        ...ended,
        state: 'failed',
        created: 2,
        items: 10,
        reason: `Cannot use offers of "importer:test": storage answered ${status}`,
      })
      expect(await market.stored()).toHaveLength(before.length + 2)
      market.meddle(() => undefined)
      expect(await market.run()).toMatchObject({ state: 'done', created: 3, removed: 5 })
    },
  )

  test('answers a list with 500: no offer is removed', async () => {
    const { market, before } = await tenStored()
    market.meddle(({ method }) => (method === 'GET' ? new Response('', { status: 500 }) : undefined))
    expect(await market.run()).toMatchObject({ ...ended, state: 'failed' })
    market.meddle(() => undefined)
    expect(await market.stored()).toEqual(before)
  })
})

describe('a failed run removes nothing', () => {
  test.each<[string, () => Promise<readonly ImportedOffer[]>, string]>([
    ['a source that is no list', async () => 'a page' as never, 'the source gave no list of offers'],
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

  test('the tracker is down: written offers stay, and the run has the reason', async () => {
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
