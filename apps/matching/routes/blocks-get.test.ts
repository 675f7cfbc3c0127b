import { beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

test('200: the people whom the caller blocked, newest first, without those who blocked the caller', async () => {
  const block = (by: string, person: string, since: number) =>
    world.blocks.add({ id: `${by} ${person}`, by, person, since }, 9)
  await block('anna', 'ben', 1_000)
  await block('anna', 'carl', 2_000)
  await block('ben', 'anna', 3_000)
  await block('dora', 'anna', 3_000)
  const listOf = async (as: string) => {
    const response = await world.call('GET /matching/blocks', as)
    expect(response.status).toBe(200)
    return response.json()
  }
  expect(await listOf('anna')).toEqual({
    items: [
      { person: 'carl', since: '1970-01-01T00:00:02.000Z' },
      { person: 'ben', since: '1970-01-01T00:00:01.000Z' },
    ],
  })
  expect(await listOf('carl')).toEqual({ items: [] })
})

test('401 without a token, 403 for a service', async () => {
  expect((await world.call('GET /matching/blocks')).status).toBe(401)
  expect((await world.call('GET /matching/blocks', 'service:storage')).status).toBe(403)
})
