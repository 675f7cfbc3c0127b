import { expect, test } from 'vitest'
import { anImportedOffer, anImporter, openMarket } from '../open-market.fixture.ts'

/** A market whose source never answers. */
async function hanging() {
  const market = await openMarket(anImporter(() => new Promise(() => undefined)))
  const { run } = (await (await market.call('POST /jobs/test/run', 'admin')).json()) as { run: string }
  return { ...market, id: run }
}

test('202: it ends, and another can start', async () => {
  const { call, runs, id } = await hanging()
  const response = await call(`POST /runs/${id}/cancel`, 'operate')
  expect(response.status).toBe(202)
  expect(await response.json()).toMatchObject({ id, cancelled: expect.stringMatching(/Z$/u) })
  await expect.poll(async () => (await runs.find(id))?.state).toBe('cancelled')
  expect(await (await call(`GET /runs/${id}`, 'operate')).json()).toMatchObject({
    state: 'cancelled',
    reason: 'it was cancelled',
  })
  expect((await call('POST /jobs/test/run', 'admin')).status).toBe(202)
})

test('409 for a run that has ended', async () => {
  const { call, run } = await openMarket(anImporter(async () => [anImportedOffer('a')]))
  const { id } = await run()
  const response = await call(`POST /runs/${String(id)}/cancel`, 'admin')
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ code: 'not_running' })
})

test('404 for an unknown run, 401 without a token, 403 for a service', async () => {
  const { call, runs, id } = await hanging()
  expect((await call('POST /runs/unknown/cancel', 'admin')).status).toBe(404)
  expect((await call(`POST /runs/${id}/cancel`)).status).toBe(401)
  expect((await call(`POST /runs/${id}/cancel`, 'service')).status).toBe(403)
  expect((await runs.find(id))?.cancelledAt).toBeUndefined()
})
