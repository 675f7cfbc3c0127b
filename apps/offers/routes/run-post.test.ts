import { expect, test } from 'vitest'
import { anImportedOffer, anImporter, openMarket } from '../open-market.fixture.ts'

test('202: it runs in the background', async () => {
  const source = Promise.withResolvers<void>()
  const market = await openMarket(
    anImporter(async () => {
      await source.promise
      return [anImportedOffer('a')]
    }),
  )
  const response = await market.call('POST /jobs/test/run', 'service')
  expect(response.status).toBe(202)
  const { run } = (await response.json()) as { run: string }
  expect(await market.runs.find(run)).toMatchObject({ importer: 'test', state: 'running' })
  source.resolve()
  await expect.poll(async () => (await market.runs.find(run))?.state).toBe('done')
})

test('409 while it runs, with the id of that run; of concurrent calls one starts a run', async () => {
  const source = Promise.withResolvers<void>()
  const market = await openMarket(
    anImporter(async () => {
      await source.promise
      return [anImportedOffer('a')]
    }),
  )
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => market.call('POST /jobs/test/run', 'admin')),
  )
  const begun = answers.filter(({ status }) => status === 202)
  const others = answers.filter(({ status }) => status !== 202)
  const [{ run } = { run: '' }] = (await Promise.all(begun.map((answer) => answer.json()))) as {
    run: string
  }[]
  expect([begun.length, others.length]).toEqual([1, 7])
  for (const other of others) {
    expect([other.status, other.headers.get('x-run-id')]).toEqual([409, run])
    expect(await other.json()).toMatchObject({ code: 'running', detail: expect.stringContaining(run) })
  }
  source.resolve()
  await expect.poll(async () => (await market.runs.find(run))?.state).toBe('done')
  expect(await market.stored()).toHaveLength(1)
  expect((await market.call('POST /jobs/test/run', 'admin')).status).toBe(202)
})

test('404 for an unknown job', async () => {
  const market = await openMarket(anImporter(async () => []))
  expect((await market.call('POST /jobs/other/run', 'admin')).status).toBe(404)
})

test('400 for an invalid id', async () => {
  const market = await openMarket(anImporter(async () => []))
  const response = await market.call('POST /jobs/a%20b/run', 'admin')
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field: 'id' })
})

test('401 without a token, 403 for operators, who may only read', async () => {
  const market = await openMarket(anImporter(async () => []))
  expect((await market.call('POST /jobs/test/run')).status).toBe(401)
  expect((await market.call('POST /jobs/test/run', 'operate')).status).toBe(403)
  expect(await market.runs.list('test', 1)).toEqual([])
})
