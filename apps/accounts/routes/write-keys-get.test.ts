import { expect, test } from 'vitest'
import { writeKeysSchema, type ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

async function make({ call }: World, name: string): Promise<ShownWriteKey> {
  const response = await call('POST /accounts/write-keys', { as: 'admin', json: { name } })
  return (await response.json()) as ShownWriteKey
}

test('200: keys in pages, in the order of their last change; a changed key is listed again', async () => {
  const world = await openWorld()
  const read = async (query: string, as = 'service:tracker') =>
    writeKeysSchema.parse(await (await world.call(`GET /accounts/write-keys?${query}`, { as })).json())
  expect(await read('')).toEqual({ items: [], next: '0' })
  const shop = await make(world, 'Shop')
  const blog = await make(world, 'Blog')
  const first = await read('limit=1')
  expect(first.items).toEqual([shop])
  const second = await read(`since=${first.next}&limit=1`)
  expect(second.items).toEqual([blog])
  expect(await read(`since=${second.next}`)).toEqual({ items: [], next: second.next })
  await world.call(`DELETE /accounts/write-keys/${shop.key}`, { as: 'admin' })
  const third = await read(`since=${second.next}`)
  expect(third.items).toEqual([{ ...shop, revoked: expect.any(String) }])
  for (const as of ['operate', 'admin']) expect((await read('', as)).items).toHaveLength(2)
})

test.each([
  ['since=x', 'since'],
  ['since=', 'since'],
  ['limit=0', 'limit'],
  ['limit=5001', 'limit'],
])('400 for ?%s', async (query, field) => {
  const { call } = await openWorld()
  const response = await call(`GET /accounts/write-keys?${query}`, { as: 'operate' })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
})

test('401 without a token, 403 for people', async () => {
  const { call } = await openWorld()
  expect((await call('GET /accounts/write-keys')).status).toBe(401)
  expect((await call('GET /accounts/write-keys', { as: 'anna' })).status).toBe(403)
})
