import { expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { aDraft, openWorld, problemIn, type World } from './open-world.fixture.ts'

const limits = {
  strangerListsPerMinute: 2,
  personListsPerMinute: 4,
  personCreationsPerHour: 5,
  newAccountCreationsPerHour: 3,
}

const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })
const list = (world: World, ip: string, as?: string) =>
  world.call('GET /store/offers', { ...from(ip), ...(as !== undefined && { as }) })
const create = (world: World, ip: string, as: string) =>
  world.call('POST /store/offers', { ...from(ip), as, json: aDraft({ active: false }) })

async function countGood(answers: readonly Promise<Response>[]): Promise<number> {
  return (await Promise.all(answers)).filter(({ ok }) => ok).length
}

test('lists: by network without a token, by person with one; other stations and operators have no limit', async () => {
  const world = await openWorld({ limits })
  expect(await countGood([1, 2, 3, 4].map((last) => list(world, `2001:db8::${last}`)))).toBe(2)
  expect(await countGood(Array.from({ length: 9 }, () => list(world, '2001:db8::1', 'anna')))).toBe(4)
  expect(await countGood([list(world, '2001:db8:0:1::1'), list(world, '2001:db8::1', 'ben')])).toBe(2)
  for (const as of ['service:matching', 'operate', 'admin'])
    expect(await countGood(Array.from({ length: 9 }, () => list(world, '2001:db8::1', as)))).toBe(9)
  const refused = await list(world, '2001:db8::9')
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/u)
  expect(await problemIn(refused)).toEqual({ status: 429, code: 'too_many_calls' })
  expect((await world.call('GET /store/searches', from('2001:db8::9'))).status).toBe(429)
})

test('creations: fewer for a new account; of all people at one address five times those of one; copies count', async () => {
  const world = await openWorld({ limits })
  const young = newId()
  expect(await countGood(Array.from({ length: 5 }, () => create(world, '198.51.100.1', young)))).toBe(3)
  expect(await countGood(Array.from({ length: 9 }, () => create(world, '198.51.100.2', 'anna')))).toBe(5)
  // What is refused costs nothing: not the address either.
  for (const as of ['carl', 'dora', 'emil', 'finn'])
    expect(await countGood(Array.from({ length: 5 }, () => create(world, '198.51.100.2', as)))).toBe(5)
  expect((await create(world, '198.51.100.2', 'ben')).status).toBe(429)
  const made = await create(world, '198.51.100.3', 'ben')
  const { id } = (await made.json()) as { id: string }
  for (let count = 0; count < 9; count += 1) {
    const unknown = `POST /store/offers/${newId()}/copy`
    expect((await world.call(unknown, { ...from('198.51.100.3'), as: 'ben' })).status).toBe(404)
  }
  const copies = Array.from({ length: 9 }, () =>
    world.call(`POST /store/offers/${id}/copy`, { ...from('198.51.100.3'), as: 'ben' }),
  )
  expect(await countGood(copies)).toBe(4)
  const imported = aDraft({ owner: 'importer:demo' })
  const request = { ...from('198.51.100.2'), as: 'service:offers', json: imported }
  expect((await world.call('POST /store/offers', request)).status).toBe(201)
})

test('nothing is limited where only this machine reaches the platform, and by a limit of 0', async () => {
  const unlimited = {
    strangerListsPerMinute: 0,
    personListsPerMinute: 0,
    personCreationsPerHour: 0,
    newAccountCreationsPerHour: 0,
  }
  const front = { publicOrigin: 'http://127.0.0.1:5123', trustedHops: 0, isLocal: true }
  for (const over of [{ limits, front }, { limits: unlimited }]) {
    const world = await openWorld(over)
    expect(await countGood(Array.from({ length: 9 }, () => list(world, '198.51.100.1')))).toBe(9)
    expect(await countGood(Array.from({ length: 9 }, () => create(world, '198.51.100.1', newId())))).toBe(9)
  }
})
