import { expect, test } from 'vitest'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import { openWorld } from '../open-world.fixture.ts'

const AT = 1_767_225_600_000
const as = 'service:tracker'

test('200: revoked keys in consecutive pages', async () => {
  const { call, devices } = await openWorld()
  const read = async (query: string) =>
    revokedKeysSchema.parse(await (await call(`GET /accounts/revoked-keys?${query}`, { as })).json())
  expect(await read('')).toEqual({ items: [], next: '0' })
  const ids = ['a', 'b', 'c']
  for (const id of ids) await devices.register({ id, person: 'anna', created: 1, keyId: `key of ${id}` })
  for (const id of ids) await devices.release({ id }, AT)
  const first = await read('limit=2')
  expect(first.items).toEqual([
    { key_id: 'key of a', revoked_at: '2026-01-01T00:00:00.000Z' },
    { key_id: 'key of b', revoked_at: '2026-01-01T00:00:00.000Z' },
  ])
  const second = await read(`since=${first.next}&limit=2`)
  expect(second.items.map((item) => item.key_id)).toEqual(['key of c'])
  expect(await read(`since=${second.next}`)).toEqual({ items: [], next: second.next })
})

test.each([
  ['since=x', 'since'],
  ['since=-1', 'since'],
  ['since=1e3', 'since'],
  ['since=', 'since'],
  ['limit=0', 'limit'],
  ['limit=5001', 'limit'],
])('400 for ?%s', async (query, field) => {
  const { call } = await openWorld()
  const response = await call(`GET /accounts/revoked-keys?${query}`, { as })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
})

test('401 without a token, 403 for people and admins', async () => {
  const { call } = await openWorld()
  expect((await call('GET /accounts/revoked-keys')).status).toBe(401)
  expect((await call('GET /accounts/revoked-keys', { as: 'anna' })).status).toBe(403)
  expect((await call('GET /accounts/revoked-keys', { as: 'admin' })).status).toBe(403)
})
