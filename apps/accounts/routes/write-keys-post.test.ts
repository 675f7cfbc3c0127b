import { expect, test } from 'vitest'
import { writeKeySchema, writeKeysSchema, type ShownWriteKey } from '#lib/service-client/write-keys.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const post = ({ call }: World, json: unknown, as = 'admin') => call('POST /accounts/write-keys', { as, json })

async function listed({ call }: World): Promise<ShownWriteKey[]> {
  const response = await call('GET /accounts/write-keys', { as: 'operate' })
  return writeKeysSchema.parse(await response.json()).items
}

test('201: an unguessable key with the requested limits; origins are normalized and without duplicates', async () => {
  const world = await openWorld()
  const response = await post(world, {
    name: ' Shop ',
    origins: ['https://Shop.example:443', 'https://shop.example', 'http://localhost:5173'],
    ratePerSecond: 20,
    burst: 50,
  })
  expect(response.status).toBe(201)
  const key = writeKeySchema.parse(await response.json())
  expect(key).toEqual({
    key: expect.stringMatching(/^wk_[A-Za-z0-9_-]{32}$/u),
    id: expect.stringMatching(/^[0-9a-f-]{36}$/u),
    name: 'Shop',
    origins: ['https://shop.example', 'http://localhost:5173'],
    ratePerSecond: 20,
    burst: 50,
    created: expect.any(String),
  })
  expect(await listed(world)).toEqual([key])
})

test('201 with a name only: all origins, 1000 per second, and a burst equal to the rate', async () => {
  const world = await openWorld()
  await post(world, { name: 'Shop' })
  await post(world, { name: 'Blog', ratePerSecond: 7 })
  const [shop, blog] = await listed(world)
  expect(shop).toMatchObject({ origins: [], ratePerSecond: 1_000, burst: 1_000 })
  expect(blog).toMatchObject({ ratePerSecond: 7, burst: 7 })
  expect(shop?.key).not.toBe(blog?.key)
})

test.each([
  [{}, 'name'],
  [{ name: 7 }, 'name'],
  [{ name: '  ' }, 'name'],
  [{ name: '\u200b\u00ad' }, 'name'],
  [{ name: 'x'.repeat(81) }, 'name'],
  [{ name: 'two\nlines' }, 'name'],
  [{ name: 'Shop', origins: 'https://shop.example' }, 'origins'],
  [{ name: 'Shop', origins: ['https://shop.example', 'http://shop.example'] }, 'origins.1'],
  [{ name: 'Shop', origins: Array.from({ length: 21 }, (_, at) => `https://${at}.example`) }, 'origins'],
  [{ name: 'Shop', ratePerSecond: 0 }, 'ratePerSecond'],
  [{ name: 'Shop', ratePerSecond: 1.5 }, 'ratePerSecond'],
  [{ name: 'Shop', ratePerSecond: 1_000_001 }, 'ratePerSecond'],
  [{ name: 'Shop', burst: -1 }, 'burst'],
])('400 for %j, naming "%s"; nothing is made', async (json, field) => {
  const world = await openWorld()
  const response = await post(world, json)
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
  expect(await listed(world)).toEqual([])
})

test('401 without a token, 403 for people, operators and services', async () => {
  const world = await openWorld()
  const json = { name: 'Shop' }
  expect((await world.call('POST /accounts/write-keys', { json })).status).toBe(401)
  for (const as of ['anna', 'operate', 'service:tracker'])
    expect((await post(world, json, as)).status).toBe(403)
  expect(await listed(world)).toEqual([])
})
