import { expect, test } from 'vitest'
import { aMapping } from '#lib/builders/a-mapping.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import { openWorld } from '../open-world.fixture.ts'

const PATH = 'POST /mappings/annas-phone/test'

async function aWorld(over: Partial<Mapping> = {}) {
  const world = await openWorld()
  await world.mappings.register(aMapping({ device: 'annas-phone', person: 'anna', ...over }))
  return world
}

test.each(['anna', 'admin'])('202: %s rings the device with a test', async (as) => {
  const { call, deliveries, added } = await aWorld()
  const response = await call(PATH, { as })
  expect(response.status).toBe(202)
  const { delivery } = await response.json()
  expect(await deliveries.list({ limit: 9 })).toMatchObject([
    { id: delivery, device: 'annas-phone', person: 'anna', state: 'pending', content: { kind: 'test' } },
  ])
  expect(added()).toBe(1)
})

test('429: many calls at once make at most two tests, as they may fall into two windows of ten seconds', async () => {
  const { call, deliveries } = await aWorld()
  const answers = await Promise.all(Array.from({ length: 8 }, () => call(PATH, { as: 'anna' })))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThanOrEqual(6)
  for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(10)
  expect((await deliveries.list({ limit: 9 })).length).toBe(8 - refused.length)
})

test('409 for a device without an active subscription', async () => {
  const none = await aWorld({ channel: 'none', subscription: '' })
  expect((await none.call(PATH, { as: 'anna' })).status).toBe(409)
  const gone = await aWorld({ subscription: 'x' })
  await gone.mappings.markGone([{ device: 'annas-phone', subscription: 'x' }], Date.now())
  expect((await gone.call(PATH, { as: 'anna' })).status).toBe(409)
})

test('404 for the device of another person', async () => {
  const { call, deliveries } = await aWorld()
  expect((await call(PATH, { as: 'ben' })).status).toBe(404)
  expect((await call('POST /mappings/no-phone/test', { as: 'anna' })).status).toBe(404)
  expect(await deliveries.list({ limit: 9 })).toEqual([])
})
