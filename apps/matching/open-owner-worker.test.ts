import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aChange, aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

const OWNER = 'importer:shops'
const CAUSE = { source: '/service/storage', id: 'bud-1', time: 1_760_000_000_000 }

const ask = (world: World, json: unknown = CAUSE) =>
  world.call(`POST /matching/owners/${OWNER}/match`, 'service:actions', json)

const someOffers = (count: number) =>
  Array.from({ length: count }, (_, index) => anOffer({ owner: OWNER, at: travel(HOME, index, 100) }))

test('the offers of a bulk are matched, and each match names the bulk as its cause', async () => {
  const world = await openWorld()
  try {
    const offers = someOffers(40)
    const search = aSearch({ at: HOME, owner: 'anna' })
    await world.keep(search, anOffer({ at: HOME, owner: 'ben' }), ...offers)
    expect((await ask(world)).status).toBe(202)
    await world.couriers.bulks.run()
    const current = await world.matches.currentOf([search.id])
    expect(current.map(({ offer }) => offer).toSorted()).toEqual(offers.map(({ id }) => id).toSorted())
    expect(current[0]).toMatchObject({ state: 'together', cause: { ...CAUSE, person: OWNER } })
    await world.couriers.notices.flush()
    expect(await world.notices()).toHaveLength(40)
    expect(await world.owners.lease(9, 0, Date.now())).toEqual([])
  } finally {
    await world.close()
  }
})

test('matches of offers that a bulk removed, moved or switched off end; the others stay', async () => {
  const world = await openWorld()
  try {
    const [gone, moved, off, stays] = someOffers(4)
    const search = aSearch({ at: HOME, owner: 'anna' })
    if (gone === undefined || moved === undefined || off === undefined || stays === undefined)
      throw new Error('no offers')
    await world.keep(search, gone, moved, off, stays)
    await world.feed(aChange(search))
    expect(await world.matches.currentOf([search.id])).toHaveLength(4)
    await world.store.remove(gone.id, 1, [])
    await world.store.update({ ...moved, at: travel(HOME, 0, 50_000), version: 2 }, 1, [])
    await world.store.update({ ...off, active: false, version: 2 }, 1, [])
    await ask(world)
    await world.couriers.bulks.run()
    expect((await world.matches.currentOf([search.id])).map(({ offer }) => offer)).toEqual([stays.id])
  } finally {
    await world.close()
  }
})

test('a bulk waits for people, and goes on when they are done; a second process takes over what one left', async () => {
  const folder = temporaryFolder()
  const [world, other] = [await openWorld(folder), await openWorld(folder)]
  try {
    await other.couriers.bulks.stop()
    const search = aSearch({ at: HOME, owner: 'anna' })
    const phone = aSearch({ device: 'phone', at: undefined, owner: 'carl' })
    await world.keep(search, phone, ...someOffers(3))
    const people = Promise.withResolvers<undefined>()
    const moving = world.way.first(() => people.promise)
    await ask(world)
    const matching = world.couriers.bulks.run()
    // Other work of the station goes on meanwhile.
    await world.feed(aPing('phone', HOME))
    expect(await world.matches.currentOf([phone.id])).toHaveLength(3)
    expect(await world.matches.currentOf([search.id])).toEqual([])
    people.resolve(undefined)
    await moving
    await matching
    expect(await world.matches.currentOf([search.id])).toHaveLength(3)
  } finally {
    await Promise.all([world.close(), other.close()])
  }
})

test('only stations ask for it, with an event and an owner', async () => {
  const world = await openWorld()
  try {
    expect((await world.call(`POST /matching/owners/${OWNER}/match`, 'anna', CAUSE)).status).toBe(403)
    expect((await ask(world, { source: 'x' })).status).toBe(400)
    expect((await world.call('POST /matching/owners/a%20b/match', 'service:actions', CAUSE)).status).toBe(400)
  } finally {
    await world.close()
  }
})
