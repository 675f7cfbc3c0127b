import { beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

test("204: removes only the caller's block; a repeated call is 204 too", async () => {
  await world.call('PUT /matching/blocks/ben', 'anna')
  await world.call('PUT /matching/blocks/anna', 'ben')
  for (let time = 1; time <= 2; time += 1) {
    expect((await world.call('DELETE /matching/blocks/ben', 'anna')).status).toBe(204)
  }
  expect(await world.blocks.ofPerson('anna')).toEqual([])
  expect(await world.blocks.ofPerson('ben')).toMatchObject([{ person: 'anna' }])
})

test('400 for an invalid person id', async () => {
  const response = await world.call('DELETE /matching/blocks/a%20b', 'anna')
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field: 'person' })
})

test('401 without a token, 403 for a service', async () => {
  expect((await world.call('DELETE /matching/blocks/ben')).status).toBe(401)
  expect((await world.call('DELETE /matching/blocks/ben', 'service:storage')).status).toBe(403)
})
