import { expect, test } from 'vitest'
import { writeKeysSchema, type ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

async function make({ call }: World): Promise<ShownWriteKey> {
  const response = await call('POST /accounts/write-keys', { as: 'admin', json: { name: 'Shop' } })
  return (await response.json()) as ShownWriteKey
}

async function listed({ call }: World): Promise<ShownWriteKey[]> {
  const response = await call('GET /accounts/write-keys', { as: 'operate' })
  return writeKeysSchema.parse(await response.json()).items
}

test('204: it is revoked; a repeated call changes nothing', async () => {
  const world = await openWorld()
  const { key } = await make(world)
  const other = await make(world)
  expect((await world.call(`DELETE /accounts/write-keys/${key}`, { as: 'admin' })).status).toBe(204)
  const keys = await listed(world)
  expect(keys).toEqual([other, expect.objectContaining({ key, revoked: expect.any(String) })])
  expect((await world.call(`DELETE /accounts/write-keys/${key}`, { as: 'admin' })).status).toBe(204)
  expect(await listed(world)).toEqual(keys)
})

test('404 for an unknown key, 400 for an invalid one', async () => {
  const { call } = await openWorld()
  const unknown = await call(`DELETE /accounts/write-keys/wk_${'x'.repeat(32)}`, { as: 'admin' })
  expect([unknown.status, await unknown.json()]).toEqual([
    404,
    expect.objectContaining({ detail: 'There is no such write key' }),
  ])
  for (const key of ['shop', 'wk_', `wk_${'x'.repeat(65)}`, `wk_%24${'x'.repeat(30)}`]) {
    expect((await call(`DELETE /accounts/write-keys/${key}`, { as: 'admin' })).status).toBe(400)
  }
})

test('401 without a token, 403 for people, operators and services; the key stays valid', async () => {
  const world = await openWorld()
  const shop = await make(world)
  const path = `DELETE /accounts/write-keys/${shop.key}`
  expect((await world.call(path)).status).toBe(401)
  for (const as of ['anna', 'operate', 'service:tracker']) {
    expect((await world.call(path, { as })).status).toBe(403)
  }
  expect(await listed(world)).toEqual([shop])
})
