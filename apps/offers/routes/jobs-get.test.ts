import { describe, expect, test } from 'vitest'
import { anImportedOffer, anImporter, openMarket } from '../open-market.fixture.ts'

const market = () => openMarket(anImporter(async () => [anImportedOffer('a')]))

describe('GET /jobs', () => {
  test('200: each importer, with its last run once there is one', async () => {
    const { call, run } = await market()
    const job = { id: 'test', owner: 'importer:test', cron: '0 * * * *', keywords: ['#test'] }
    expect(await (await call('GET /jobs', 'operate')).json()).toEqual({ items: [job] })
    const { id } = await run()
    const counts = { items: 1, created: 1, refreshed: 0, removed: 0, refused: 0, reasons: {} }
    const last = { id, number: 1, importer: 'test', state: 'done', ...counts }
    const times = { started: expect.stringMatching(/Z$/u), ended: expect.stringMatching(/Z$/u) }
    expect(await (await call('GET /jobs', 'admin')).json()).toEqual({
      items: [{ ...job, last: { ...last, ...times } }],
    })
  })

  test('401 without a token, 403 for a service', async () => {
    const { call } = await market()
    expect((await call('GET /jobs')).status).toBe(401)
    expect((await call('GET /jobs', 'service')).status).toBe(403)
  })
})

describe('GET /jobs/:id/runs', () => {
  test('200: newest first, up to the limit', async () => {
    const { call, run } = await market()
    const [first, second] = [await run(), await run()]
    const idsOf = async (path: string) =>
      ((await (await call(path, 'operate')).json()) as { items: { id: string }[] }).items.map(({ id }) => id)
    expect(await idsOf('GET /jobs/test/runs')).toEqual([second['id'], first['id']])
    expect(await idsOf('GET /jobs/test/runs?limit=1')).toEqual([second['id']])
  })

  test('400 for a limit out of bounds', async () => {
    const { call } = await market()
    expect((await call('GET /jobs/test/runs?limit=101', 'operate')).status).toBe(400)
  })

  test('404 for an unknown job', async () => {
    const { call } = await market()
    expect((await call('GET /jobs/other/runs', 'operate')).status).toBe(404)
  })
})

test('GET /sidekiq redirects to the jobs', async () => {
  const response = await (await market()).call('GET /sidekiq')
  expect([response.status, response.headers.get('location')]).toEqual([302, '/jobs'])
})
