import { beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

const ask = (json: unknown, as?: string) => world.call('POST /matching/blocks/between', as, json)

test('200: the people of the list who blocked the person, or whom the person blocked', async () => {
  await world.call('PUT /matching/blocks/ben', 'anna')
  await world.call('PUT /matching/blocks/anna', 'carl')
  await world.call('PUT /matching/blocks/ben', 'carl')
  const others = ['dora', 'carl', 'ben', 'anna']
  const response = await ask({ person: 'anna', others }, 'service:storage')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ people: ['carl', 'ben'] })
  expect(await (await ask({ person: 'dora', others }, 'service:storage')).json()).toEqual({ people: [] })
  expect((await ask({ person: 'dora', others: [] }, 'service:storage')).status).toBe(200)
})

test('400 names the wrong field', async () => {
  for (const [json, field] of [
    [{ others: [] }, 'person'],
    [{ person: 'anna' }, 'others'],
    [{ person: 'anna', others: Array.from({ length: 201 }, () => 'ben') }, 'others'],
    [{ person: 'anna', others: [{ $ne: 1 }] }, 'others.0'],
  ] as const) {
    const response = await ask(json, 'service:storage')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ field })
  }
})

test('401 without a token, 403 for a person, who may not read the blocks of others', async () => {
  expect((await ask({ person: 'anna', others: ['ben'] })).status).toBe(401)
  expect((await ask({ person: 'anna', others: ['ben'] }, 'anna')).status).toBe(403)
})
