import { beforeEach, expect, test } from 'vitest'
import { openWorld, problemIn, type World } from '../../open-world.fixture.ts'
import { aLine, answered, AS, OWNER, send, titlesOf } from '../send-lines.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const path = `/store/bulk/offers/${OWNER}`

test('all offers come over several pages, with an end, and can be written again without a change', async () => {
  await send(
    world,
    Array.from({ length: 201 }, (_, index) => aLine(String(index))),
  )
  await world.write('offers', AS, { owner: OWNER, active: false, showLocation: false })
  await world.write('searches', AS, { owner: OWNER })
  const { lines } = await answered(await world.call(`GET ${path}`, { as: AS }))
  expect([lines.length, lines.at(-1)]).toEqual([203, { end: true }])
  const { last } = await send(world, lines)
  expect(last).toMatchObject({ new: 0, refreshed: 0, unchanged: 202, removed: 0, refused: 0, complete: true })
})

test('nobody reads the offers of others', async () => {
  await send(world, [aLine('a')])
  expect(await problemIn(await world.call(`GET ${path}`, { as: 'anna' }))).toMatchObject({ status: 403 })
  expect(await problemIn(await world.call('GET /store/bulk/offers/ben', { as: 'anna' }))).toMatchObject({
    status: 403,
  })
  expect((await world.call(`GET ${path}`)).status).toBe(401)
})

test('DELETE removes all offers of the owner, batch by batch, and nothing else; matching is told', async () => {
  await send(
    world,
    Array.from({ length: 501 }, (_, index) => aLine(String(index))),
  )
  const search = await world.write('searches', AS, { owner: OWNER })
  await world.write('offers', AS, { owner: OWNER })
  const other = await world.write('offers', 'ben')
  const { lines, last } = await answered(await world.call(`DELETE ${path}`, { as: AS }))
  expect(lines.slice(1, -1)).toEqual([{ removed: 500 }, { removed: 502 }])
  expect(last).toMatchObject({ removed: 502, complete: true })
  expect(await titlesOf(world)).toEqual([])
  for (const id of [search, other]) expect(await world.subjects.find(id)).toBeDefined()
  const types = async () => (await world.told()).map(({ type }) => type)
  await expect.poll(types).toContain('bud')
  expect(await problemIn(await world.call(`DELETE ${path}`, { as: 'ben' }))).toMatchObject({ status: 403 })
})
