import { expect, test } from 'vitest'
import { anImportedOffer, anImporter, openMarket, type Market } from '../open-market.fixture.ts'

/** A market with ten offers whose source then has fewer; gives the suspect run. */
async function suspect(count: number, over: { title?: string } = {}) {
  const offers = (from: number, to: number, more = {}) =>
    Array.from({ length: to - from }, (_, index) => anImportedOffer(`k${from + index}`, more))
  const source = { now: offers(0, 10) }
  const market = await openMarket(anImporter(async () => source.now))
  await market.run()
  source.now = offers(0, count, over)
  const { id, state } = await market.run()
  expect(state).toBe('suspect')
  return { market, source, offers, id: String(id) }
}

async function approve(market: Market, id: string): Promise<string> {
  const response = await market.call(`POST /runs/${id}/approve`, 'operate')
  expect(response.status).toBe(202)
  const { run } = (await response.json()) as { run: string }
  await expect.poll(async () => (await market.runs.find(run))?.state).not.toBe('running')
  return run
}

test('202: a new run removes the offers that are missing in the source', async () => {
  const { market, id } = await suspect(2)
  const run = await approve(market, id)
  expect(await market.runs.find(run)).toMatchObject({ state: 'done', removed: 8 })
  expect(await market.runs.find(id)).toMatchObject({ state: 'approved' })
  expect((await market.run())['state']).toBe('done')
  expect(await market.stored()).toHaveLength(2)
})

test('202 for an empty source, which may then stay empty', async () => {
  const { market, id } = await suspect(0)
  expect(await market.runs.find(await approve(market, id))).toMatchObject({ state: 'done', removed: 10 })
  expect((await market.run())['state']).toBe('done')
})

test('202: the current source counts, if it is not worse than the approved one', async () => {
  const { market, source, offers, id } = await suspect(4)
  source.now = offers(1, 5)
  expect(await market.runs.find(await approve(market, id))).toMatchObject({ state: 'done', removed: 6 })
  expect((await market.stored()).map(({ ext }) => ext['key'])).toEqual(['k1', 'k2', 'k3', 'k4'])
})

test('202, and still suspect, when the source has become worse', async () => {
  const { market, source, id } = await suspect(4)
  source.now = []
  expect(await market.runs.find(await approve(market, id))).toMatchObject({ state: 'suspect', removed: 0 })
  expect(await market.stored()).toHaveLength(10)
})

test('202 with refused offers: those do not change, and the same number may be refused again', async () => {
  const { market, source, offers, id } = await suspect(9, { title: '' })
  expect(await market.runs.find(await approve(market, id))).toMatchObject({
    state: 'done',
    removed: 1,
    refused: 9,
  })
  source.now = [...offers(0, 9, { title: '' }), anImportedOffer('new')]
  expect(await market.run()).toMatchObject({ state: 'done', created: 1, refused: 9 })
  expect(await market.stored()).toHaveLength(10)
})

test('202, and approved for the next run, when the source cannot be read now', async () => {
  const { market, source, id } = await suspect(2)
  const { now } = source
  source.now = 'broken' as never
  expect(await market.runs.find(await approve(market, id))).toMatchObject({ state: 'failed' })
  source.now = now
  expect(await market.run()).toMatchObject({ state: 'done', removed: 8 })
})

test('409 for a run that is not suspect, is already approved, or has a later run', async () => {
  const { market, source, offers, id } = await suspect(2)
  const codeOf = async (run: string) => {
    const response = await market.call(`POST /runs/${run}/approve`, 'admin')
    expect(response.status).toBe(409)
    return ((await response.json()) as { code: string }).code
  }
  source.now = offers(0, 3)
  const { id: newer } = await market.run()
  expect(await codeOf(id)).toBe('superseded')
  const done = await approve(market, String(newer))
  expect(await codeOf(String(newer))).toBe('not_suspect')
  expect(await codeOf(done)).toBe('not_suspect')
  expect(await market.stored()).toHaveLength(3)
})

test('409 while another run is active', async () => {
  const { market, id } = await suspect(2)
  const wanted = { id: 'other', importer: 'test', startedAt: Date.now() }
  await market.runs.begin(wanted, 30_000)
  const response = await market.call(`POST /runs/${id}/approve`, 'admin')
  expect([response.status, response.headers.get('x-run-id')]).toEqual([409, 'other'])
  expect(await market.runs.find(id)).toMatchObject({ state: 'suspect' })
})

test('404 for an unknown run, 401 without a token, 403 for a service', async () => {
  const { market, id } = await suspect(2)
  expect((await market.call('POST /runs/unknown/approve', 'admin')).status).toBe(404)
  expect((await market.call(`POST /runs/${id}/approve`)).status).toBe(401)
  expect((await market.call(`POST /runs/${id}/approve`, 'service')).status).toBe(403)
  expect(await market.runs.find(id)).toMatchObject({ state: 'suspect' })
})
