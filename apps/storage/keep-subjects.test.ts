import { beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from './open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const asAccounts = (methodAndPath: string) => world.call(methodAndPath, { as: 'service:accounts' })
const actions = async () =>
  (await world.told()).map(({ params }) => [params['_id'], params['action'], params['isact']])

test('shows accounts all searches and offers of a person, as they see them themselves', async () => {
  const offer = await world.write('offers', 'anna', { ext: { secret: 1 }, active: false })
  const search = await world.write('searches', 'anna')
  await world.write('offers', 'ben')
  const answer = await asAccounts('GET /store/people/anna')
  expect(await answer.json()).toMatchObject({
    files: { 'offers.json': [{ id: offer, ext: { secret: 1 } }], 'searches.json': [{ id: search }] },
  })
})

test('erases all of a person, more than a page of it, and tells without their words', async () => {
  const ids: string[] = []
  for (let count = 0; count < 45; count += 1) ids.push(await world.write('offers', 'anna'))
  for (let count = 0; count < 160; count += 1) {
    ids.push(await world.write('searches', 'anna', { active: false }))
  }
  const bens = await world.write('offers', 'ben')
  expect((await asAccounts('DELETE /store/people/anna')).status).toBe(204)
  const { items } = await world.subjects.list({ limit: 200 })
  expect(items.map(({ id }) => id)).toEqual([bens])
  await expect
    .poll(async () => (await world.told()).filter(({ params }) => params['action'] === 'delete'))
    .toHaveLength(ids.length)
  const deleted = (await world.told()).filter(({ params }) => params['action'] === 'delete')
  expect(new Set(deleted.map(({ params }) => params['_id']))).toEqual(new Set(ids))
  expect(deleted.filter(({ params }) => 'title' in params)).toEqual([])
  expect((await asAccounts('DELETE /store/people/anna')).status).toBe(204)
})

test('switches off what follows a device that was given back, and nothing else', async () => {
  await world.devices.register({ id: 'phone', person: 'anna', created: 1 })
  await world.devices.register({ id: 'other', person: 'anna', created: 1 })
  const mobile = { mobile: true, region: { circle: { radiusMeters: 500 } } }
  const follows = await world.write('searches', 'anna', { ...mobile, device: 'phone' })
  const others = await world.write('searches', 'anna', { ...mobile, device: 'other' })
  const fixed = await world.write('offers', 'anna')
  expect((await asAccounts('DELETE /store/people/anna/devices/phone')).status).toBe(204)
  const isActive = async (id: string) => (await world.subjects.find(id))?.active
  expect(await Promise.all([follows, others, fixed].map(isActive))).toEqual([false, true, true])
  await expect.poll(actions).toContainEqual([follows, 'setact', false])
  expect((await asAccounts('DELETE /store/people/anna/devices/phone')).status).toBe(204)
  expect((await world.subjects.find(follows))?.version).toBe(2)
})
