import { expect, test } from 'vitest'
import { anImportedOffer, anImporter, openMarket } from '../open-market.fixture.ts'

const market = () =>
  openMarket(anImporter(async () => [anImportedOffer('a'), anImportedOffer('b', { title: '' })]))

test('200: its state, with the refused items and reasons', async () => {
  const { call, run } = await market()
  const { id } = await run()
  const response = await call(`GET /runs/${String(id)}`, 'operate')
  expect(response.status).toBe(200)
  const reason = '"title" must not be blank'
  expect(await response.json()).toEqual({
    id,
    number: 1,
    importer: 'test',
    state: 'suspect',
    started: expect.stringMatching(/Z$/u),
    ended: expect.stringMatching(/Z$/u),
    items: 2,
    created: 1,
    refreshed: 0,
    removed: 0,
    refused: 1,
    reasons: { [reason]: 1 },
    reason: '1 of 2 items were refused, more than a tenth; no offer was removed',
    refusals: [{ key: 'b', reason }],
  })
})

test('200 in the list too, without the items', async () => {
  const { call, run } = await market()
  await run()
  const { items } = (await (await call('GET /jobs/test/runs', 'operate')).json()) as { items: unknown[] }
  expect(items).toEqual([expect.objectContaining({ reasons: { '"title" must not be blank': 1 } })])
  expect(items[0]).not.toHaveProperty('refusals')
})

test('404 for an unknown run, 400 for an invalid id, 401 without a token, 403 for a service', async () => {
  const { call } = await market()
  expect((await call('GET /runs/unknown', 'admin')).status).toBe(404)
  expect((await call('GET /runs/a%20b', 'admin')).status).toBe(400)
  expect((await call('GET /runs/unknown')).status).toBe(401)
  expect((await call('GET /runs/unknown', 'service')).status).toBe(403)
})
