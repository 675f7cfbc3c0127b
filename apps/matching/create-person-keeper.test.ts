import { beforeEach, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

const mobile = { at: undefined, radiusMeters: 500, showLocation: true } as const
let world: World

/** Anna and Ben matched; Ben blocked Carl, and later Anna blocked Ben. */
beforeEach(async () => {
  world = await openWorld()
  await world.keep(
    aSearch({ id: 's-1', at: HOME, radiusMeters: 500, owner: 'anna' }),
    anOffer({ ...mobile, id: 'o-1', device: 'phone', owner: 'ben' }),
  )
  await world.feed(aPing('phone', HOME))
  await world.call('PUT /matching/blocks/carl', 'ben')
  await world.call('PUT /matching/blocks/ben', 'anna')
  return () => world.close()
})

async function filesOf(person: string): Promise<unknown> {
  const answer = await world.call(`GET /matching/people/${person}`, 'service:accounts')
  return ((await answer.json()) as { files: unknown }).files
}

test('exports the matches, blocks and positions of a person, and none of other people', async () => {
  const files = await filesOf('ben')
  expect(files).toMatchObject({
    'matches.json': [{ search: 's-1', offer: 'o-1' }],
    'positions.json': [{ device_id: 'phone', ...HOME }],
    'blocks.json': [{ person: 'carl' }],
  })
  expect(JSON.stringify(files)).not.toContain('anna')
})

test('erases a person, also in the data of other people', async () => {
  expect((await world.call('DELETE /matching/people/ben', 'service:accounts')).status).toBe(204)
  expect(await filesOf('ben')).toEqual({ 'matches.json': [], 'positions.json': [], 'blocks.json': [] })
  expect(await filesOf('anna')).toEqual({ 'matches.json': [], 'positions.json': [], 'blocks.json': [] })
  expect(await world.positionOf('phone')).toBeUndefined()
})

test('removes the position of a released device', async () => {
  const release = (person: string) =>
    world.call(`DELETE /matching/people/${person}/devices/phone`, 'service:accounts')
  expect((await release('anna')).status).toBe(204)
  expect(await world.positionOf('phone')).toBeDefined()
  expect((await release('ben')).status).toBe(204)
  expect(await world.positionOf('phone')).toBeUndefined()
  expect(await filesOf('ben')).toMatchObject({ 'matches.json': [{ offer: 'o-1' }] })
})
