import { beforeEach, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { BLOCKS_MAX } from '#lib/store/blocks.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

const blockedBy = async (by: string) => (await world.blocks.ofPerson(by)).map(({ person }) => person)

test('204: the person is blocked once, whether they exist or not', async () => {
  for (const person of ['ben', 'ben', 'nobody-of-that-name', 'importer:demo', 'between']) {
    const response = await world.call(`PUT /matching/blocks/${encodeURIComponent(person)}`, 'anna')
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
  }
  expect((await blockedBy('anna')).toSorted()).toEqual([
    'ben',
    'between',
    'importer:demo',
    'nobody-of-that-name',
  ])
  expect(await blockedBy('ben')).toEqual([])
})

test('400 for an invalid person id', async () => {
  for (const person of ['a b', 'x'.repeat(65), '<b>']) {
    const response = await world.call(`PUT /matching/blocks/${encodeURIComponent(person)}`, 'anna')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'bad_field', field: 'person' })
  }
  expect(await blockedBy('anna')).toEqual([])
})

test('401 without a token, 403 for a service, which cannot block', async () => {
  expect((await world.call('PUT /matching/blocks/ben')).status).toBe(401)
  expect((await world.call('PUT /matching/blocks/ben', 'service:storage')).status).toBe(403)
})

test('409 at the maximum number of blocks, except for a person who is blocked already', async () => {
  await Promise.all(
    Array.from({ length: BLOCKS_MAX }, (_, index) =>
      world.blocks.add({ id: newId(), by: 'anna', person: `p-${index}`, since: 1 }, BLOCKS_MAX),
    ),
  )
  const response = await world.call('PUT /matching/blocks/ben', 'anna')
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ code: 'too_many_blocks', field: 'person' })
  expect((await world.call('PUT /matching/blocks/p-7', 'anna')).status).toBe(204)
  await world.call('DELETE /matching/blocks/p-7', 'anna')
  expect((await world.call('PUT /matching/blocks/ben', 'anna')).status).toBe(204)
})

test('422 for the id of the caller', async () => {
  const response = await world.call('PUT /matching/blocks/anna', 'anna')
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ code: 'yourself', field: 'person' })
})
