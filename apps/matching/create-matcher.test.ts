import * as fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import { travel } from '#lib/geo/travel.ts'
import { isMatch, pairsOf } from '#lib/matching/rule.ts'
import { aChange, aPing, aRemoval, HOME, openWorld, type World } from './open-world.fixture.ts'

const NEAR = travel(HOME, 90, 200)
const AWAY = travel(HOME, 90, 1_500)

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

const types = (events: readonly PushEvent[]) => events.map(({ type }) => type)
const mobile = { at: undefined, radiusMeters: 500, showLocation: true } as const

describe('a proven move', () => {
  test('begins a match when it enters, notifies both sides once, and ends it when it leaves', async () => {
    const search = aSearch({ at: HOME, radiusMeters: 500, owner: 'anna' })
    const offer = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
    await world.keep(search, offer)
    await world.feed(aPing('phone', AWAY, { ageMs: 9_000 }))
    expect(await world.notices()).toEqual([])
    await world.feed(aPing('phone', NEAR, { ageMs: 6_000 }))
    await world.feed(aPing('phone', travel(HOME, 90, 100), { ageMs: 3_000 }))
    await world.feed(aPing('phone', AWAY))
    const notices = await world.notices()
    expect(types(notices)).toEqual(['match.found', 'match.ended'])
    expect(notices[0]?.data.params).toMatchObject({
      cause: { source: '/tracker/local', person: 'ben' },
      match: { search: search.id, offer: offer.id },
      sides: [
        { person: 'anna', subject: search.id },
        { person: 'ben', subject: offer.id, mobile: true },
      ],
      distanceClass: '<1',
    })
    expect(await world.matches.ofSubject(search.id, 10)).toMatchObject([{ state: 'ended', episode: 1 }])
  })

  test.each([
    ['that is named by its subject alone', 'phone', { di: undefined }, true],
    ['that is named by a number', '4711', { di: 4711 }, true],
    ['that another one names itself', 'phone', { di: 'other' }, false],
  ])('of a device %s: it moves %s', async (_, device, params, moves) => {
    await world.feed(aPing(device, NEAR, { person: 'ben', params }))
    expect((await world.positionOf(device)) !== undefined).toBe(moves)
  })

  test('names the event of the client as the cause', async () => {
    await world.keep(
      aSearch({ at: HOME, radiusMeters: 500, owner: 'anna' }),
      anOffer({ ...mobile, device: 'phone', owner: 'ben' }),
    )
    await world.feed({ ...aPing('phone', NEAR), id: '100', clientsource: '/studio' })
    const [notice] = await world.notices()
    expect(notice?.data.params).toMatchObject({
      cause: { source: '/tracker/local', clientsource: '/studio', id: '100' },
    })
  })

  test('of an erased person moves nothing, and is not stored', async () => {
    await world.keep(
      aSearch({ at: HOME, radiusMeters: 500, owner: 'anna' }),
      anOffer({ ...mobile, device: 'phone', owner: 'ben' }),
    )
    world.gone.add('ben')
    await world.feed(aPing('phone', NEAR))
    expect(await world.notices()).toEqual([])
    expect(await world.positionOf('phone')).toBeUndefined()
  })

  test('matches in both directions: a moving search finds offers', async () => {
    await world.keep(
      anOffer({ at: HOME, owner: 'shop' }),
      aSearch({ ...mobile, device: 'phone', owner: 'anna' }),
    )
    await world.feed(aPing('phone', NEAR))
    expect(types(await world.notices())).toEqual(['match.found'])
  })

  test('at the edge of a circle does not end and begin again: a match ends only beyond the band', async () => {
    await world.keep(aSearch({ at: HOME, radiusMeters: 500 }), anOffer({ ...mobile, device: 'phone' }))
    for (const [index, meters] of [490, 510, 495, 540, 499, 545].entries()) {
      await world.feed(aPing('phone', travel(HOME, 90, meters), { ageMs: 60_000 - index * 1_000 }))
    }
    expect(types(await world.notices())).toEqual(['match.found'])
    await world.feed(aPing('phone', travel(HOME, 90, 560)))
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
  })

  test('into a polygon begins a match, and out of it ends it, only beyond the band', async () => {
    // A strip of 4 km to the east and west, and 200 m to the north and south: its location is its middle, its band 400 m wide.
    const polygon = (
      [
        [-4_000, -200],
        [4_000, -200],
        [4_000, 200],
        [-4_000, 200],
      ] as const
    ).map(([east, north]) => travel(travel(HOME, 90, east), 0, north))
    const radiusMeters = Math.ceil(capRadiusMeters(polygon, HOME))
    await world.keep(
      aSearch({ at: HOME, polygon, radiusMeters, owner: 'anna' }),
      anOffer({ ...mobile, radiusMeters: 5_000, device: 'phone', owner: 'ben' }),
    )
    const walkTo = async (north: number, ageMs: number) =>
      world.feed(aPing('phone', travel(travel(HOME, 90, 2_000), 0, north), { ageMs }))
    // Well inside of the circle around the strip, but not in the strip.
    await walkTo(700, 600_000)
    await walkTo(300, 500_000)
    expect(await world.notices()).toEqual([])
    await walkTo(150, 400_000)
    expect(types(await world.notices())).toEqual(['match.found'])
    await walkTo(550, 300_000)
    await walkTo(190, 200_000)
    await walkTo(590, 100_000)
    expect(types(await world.notices())).toEqual(['match.found'])
    await walkTo(620, 0)
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
  })

  test('of several in a batch the newest counts; one older than the stored position changes nothing', async () => {
    const offer = anOffer({ ...mobile, device: 'phone' })
    await world.keep(offer)
    await world.feed(
      aPing('phone', AWAY, { ageMs: 5_000 }),
      aPing('phone', HOME, { ageMs: 1_000 }),
      aPing('phone', NEAR, { ageMs: 9_000 }),
    )
    await world.feed(aPing('phone', AWAY, { ageMs: 2_000 }))
    expect((await world.store.find(offer.id))?.at).toEqual(HOME)
    expect((await world.positionOf('phone'))?.at).toEqual(HOME)
  })

  test('older than ten minutes is written, but causes no match', async () => {
    const offer = anOffer({ ...mobile, device: 'phone' })
    await world.keep(aSearch({ at: HOME }), offer)
    await world.feed(aPing('phone', NEAR, { ageMs: 11 * 60_000 }))
    expect((await world.store.find(offer.id))?.at).toEqual(NEAR)
    expect(await world.notices()).toEqual([])
  })

  test('faster than an airliner is ignored', async () => {
    await world.keep(aSearch({ at: HOME }), anOffer({ ...mobile, device: 'phone' }))
    await world.feed(aPing('phone', travel(HOME, 90, 100_000), { ageMs: 10_000 }))
    await world.feed(aPing('phone', NEAR))
    expect(await world.notices()).toEqual([])
  })

  test('that no phone can make does not hide a good one of the same batch', async () => {
    await world.keep(aSearch({ at: HOME }), anOffer({ ...mobile, device: 'phone' }))
    await world.feed(aPing('phone', AWAY, { ageMs: 20_000 }))
    await world.feed(
      aPing('phone', NEAR, { ageMs: 10_000 }),
      aPing('phone', travel(HOME, 90, 100_000), { ageMs: 5_000 }),
    )
    expect((await world.positionOf('phone'))?.at).toEqual(NEAR)
    expect(types(await world.notices())).toEqual(['match.found'])
  })

  test.each([
    ['500 km away', travel(HOME, 90, 500_000)],
    ['without its longitude', { lat: HOME.lat, lng: 0 }],
  ])(
    'whose first fix was wrong (%s) is corrected by two that agree, not by one that comes twice',
    async (_, wrong) => {
      await world.keep(aSearch({ at: HOME }), anOffer({ ...mobile, device: 'phone' }))
      await world.feed(aPing('phone', wrong, { ageMs: 30_000 }))
      const ping = aPing('phone', NEAR, { ageMs: 20_000 })
      await world.feed(ping)
      await world.feed(ping)
      expect((await world.positionOf('phone'))?.at).toEqual(wrong)
      await world.feed(aPing('phone', travel(NEAR, 0, 20), { ageMs: 10_000 }))
      expect((await world.positionOf('phone'))?.at).toEqual(travel(NEAR, 0, 20))
      expect(types(await world.notices())).toEqual(['match.found'])
    },
  )

  test('that came late ends pairs, and begins none', async () => {
    await world.keep(aSearch({ at: HOME, radiusMeters: 500 }), anOffer({ ...mobile, device: 'phone' }))
    const late = 11 * 60_000
    await world.feed(aPing('phone', NEAR, { ageMs: late + 60_000, receivedAgeMs: late + 60_000 }))
    expect(types(await world.notices())).toEqual(['match.found'])
    await world.feed(aPing('phone', AWAY, { ageMs: late }))
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
    await world.feed(aPing('phone', NEAR, { ageMs: late - 30_000 }))
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
    expect((await world.positionOf('phone'))?.at).toEqual(NEAR)
  })

  test('that is less accurate than the smaller circle is wide moves and ends, but begins nothing', async () => {
    const offer = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
    await world.keep(aSearch({ at: HOME, radiusMeters: 500 }), offer)
    await world.feed(aPing('phone', NEAR, { ageMs: 9_000, params: { a: 501 } }))
    expect((await world.store.find(offer.id))?.at).toEqual(NEAR)
    expect(await world.notices()).toEqual([])
    await world.feed(aPing('phone', NEAR, { ageMs: 6_000, params: { a: 500 } }))
    expect(types(await world.notices())).toEqual(['match.found'])
    await world.feed(aPing('phone', AWAY, { params: { a: 900 } }))
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
  })

  test.each([-1, 200_000])('with an accuracy of %d metres moves nothing', async (a) => {
    await world.keep(anOffer({ ...mobile, device: 'phone', owner: 'ben' }))
    await world.feed(aPing('phone', NEAR, { params: { a } }))
    expect(await world.positionOf('phone')).toBeUndefined()
  })

  test.each([
    ['unproven', aPing('phone', NEAR, { proven: false })],
    ['proven for another device than its params name', aPing('phone', NEAR, { params: { di: 'other' } })],
    ['of a place that the phone is told about', { ...aPing('phone', NEAR), type: 'phone' }],
    ['at null island', aPing('phone', { lat: 0, lng: 0 })],
    ['off the globe', aPing('phone', NEAR, { params: { lt: 95 } })],
    ['not a number', aPing('phone', NEAR, { params: { lt: 'north' } })],
  ])('that is %s moves nothing', async (_, ping) => {
    const offer = anOffer({ ...mobile, device: 'phone' })
    const other = anOffer({ ...mobile, device: 'other' })
    await world.keep(aSearch({ at: HOME }), offer, other)
    await world.feed(ping)
    expect((await world.store.find(offer.id))?.at).toBeUndefined()
    expect((await world.store.find(other.id))?.at).toBeUndefined()
  })
})

describe('hidden places', () => {
  test('are snapped to the grid, for all subjects of a device when one of them is hidden', async () => {
    const hidden = anOffer({ ...mobile, showLocation: false, device: 'phone', owner: 'ben' })
    const open = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
    await world.keep(hidden, open)
    await world.feed(aPing('phone', HOME, { ageMs: 1_000 }))
    for (const { id } of [hidden, open]) expect((await world.store.find(id))?.at).toEqual(snapToGrid(HOME))
  })

  test('snap all that follows a phone at once when a hidden subject is added, and end matches that only the exact place allowed', async () => {
    const cell = snapToGrid(HOME)
    const spot = travel(cell, 0, 240)
    const shown = anOffer({ ...mobile, device: 'phone', owner: 'ben', radiusMeters: 100 })
    const search = aSearch({ at: spot, owner: 'anna', radiusMeters: 100 })
    await world.keep(shown, search)
    await world.feed(aPing('phone', spot))
    expect(types(await world.notices())).toEqual(['match.found'])
    const hidden = anOffer({
      ...mobile,
      showLocation: false,
      device: 'phone',
      owner: 'ben',
      keywords: ['kayak'],
    })
    await world.keep(hidden)
    await world.feed(aChange(hidden))
    for (const { id } of [shown, hidden]) expect((await world.store.find(id))?.at).toEqual(cell)
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
    await world.store.remove(hidden.id, 1, [])
    await world.feed(aRemoval(hidden))
    expect((await world.store.find(shown.id))?.at).toEqual(spot)
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended', 'match.found'])
  })

  test('change their grid cell only 150 m beyond its border', async () => {
    const hidden = anOffer({ ...mobile, showLocation: false, device: 'phone' })
    await world.keep(hidden)
    const cell = snapToGrid(HOME)
    await world.feed(aPing('phone', cell, { ageMs: 9_000 }))
    await world.feed(aPing('phone', travel(cell, 0, 380), { ageMs: 5_000 }))
    expect((await world.store.find(hidden.id))?.at).toEqual(cell)
    await world.feed(aPing('phone', travel(cell, 0, 420)))
    expect((await world.store.find(hidden.id))?.at).toEqual(snapToGrid(travel(cell, 0, 420)))
  })
})

describe('a change', () => {
  test('from a service triggers matching; from other senders it has no effect', async () => {
    const search = aSearch({ at: HOME })
    await world.keep(search, anOffer({ at: NEAR }))
    await world.feed(aChange(search, '/tracker/local'))
    expect(await world.notices()).toEqual([])
    await world.feed(aChange(search))
    expect(types(await world.notices())).toEqual(['match.found'])
  })

  test('of a new subject that follows a known phone starts at the position of the phone', async () => {
    await world.feed(aPing('phone', NEAR, { person: 'ben' }))
    const offer = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
    await world.keep(aSearch({ at: HOME }), offer)
    await world.feed(aChange(offer))
    expect(types(await world.notices())).toEqual(['match.found'])
  })

  test.each(['switched off', 'deleted'] as const)(
    'after which a subject is %s ends its matches',
    async (how) => {
      const search = aSearch({ at: HOME })
      await world.keep(search, anOffer({ at: NEAR }))
      await world.feed(aChange(search))
      if (how === 'deleted') await world.store.remove(search.id, search.version, [])
      else await world.store.update({ ...search, active: false, version: 2 }, search.version, [])
      await world.feed(aChange(search))
      expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
      expect(await world.matches.currentOf([search.id])).toEqual([])
    },
  )

  test('to reserved keeps the matches that there are, and begins none', async () => {
    const search = aSearch({ at: HOME })
    await world.keep(search, anOffer({ at: NEAR }))
    await world.feed(aChange(search))
    await world.store.update({ ...search, stage: 'reserved', version: 2 }, 1, [])
    const late = anOffer({ at: NEAR })
    await world.keep(late)
    await world.feed(aChange(search), aChange(late))
    expect(types(await world.notices())).toEqual(['match.found'])
    expect(await world.matches.currentOf([search.id])).toHaveLength(1)
    await world.store.update({ ...search, version: 3 }, 2, [])
    await world.feed(aChange(search))
    expect(await world.matches.currentOf([search.id])).toHaveLength(2)
  })

  test.each([
    ['is settled', { stage: 'settled', active: false }],
    ['is hidden by operators', { hidden: true }],
    ['excludes what it matched', { not: ['BIKES'] }],
  ] as const)('after which a subject %s ends its matches', async (_, change) => {
    const search = aSearch({ at: HOME })
    await world.keep(search, anOffer({ at: NEAR }))
    await world.feed(aChange(search))
    await world.store.update({ ...search, ...change, version: 2 }, 1, [])
    await world.feed(aChange(search))
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
  })

  test('by which one side settles ends its matches once each, and says why; others say no reason', async () => {
    const offer = anOffer({ at: NEAR, owner: 'ben' })
    await world.keep(aSearch({ at: HOME, owner: 'anna' }), aSearch({ at: HOME, owner: 'carl' }), offer)
    await world.feed(aChange(offer))
    await world.store.update({ ...offer, stage: 'settled', active: false, version: 2 }, 1, [])
    await world.feed(aChange(offer), aChange(offer))
    const ended = (await world.notices()).filter(({ type }) => type === 'match.ended')
    expect(ended).toHaveLength(2)
    for (const { data } of ended) expect(data.params['cause']).toMatchObject({ reason: 'settled' })
    const off = anOffer({ at: NEAR, owner: 'ben' })
    await world.keep(off)
    await world.feed(aChange(off))
    await world.store.update({ ...off, active: false, version: 2 }, 1, [])
    await world.feed(aChange(off))
    expect((await world.notices()).at(-1)?.data.params['cause']).not.toHaveProperty('reason')
  })

  test('of a search for searches notifies its own owner only', async () => {
    const watcher = aSearch({ at: HOME, wants: 'searches', owner: 'shop' })
    await world.keep(watcher, aSearch({ at: NEAR, owner: 'anna' }))
    await world.feed(aChange(watcher))
    const [notice] = await world.notices()
    expect(notice?.data.params['sides']).toEqual([expect.objectContaining({ person: 'shop' })])
  })
})

describe('time', () => {
  const NOON = Date.parse('2026-11-29T12:00:00Z')
  const MINUTE_MS = 60_000

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOON })
    return () => vi.useRealTimers()
  })

  test('begins what becomes valid and ends what becomes invalid, also when no process ran at that moment', async () => {
    const search = aSearch({ at: HOME, validFrom: NOON + MINUTE_MS, validUntil: NOON + 10 * MINUTE_MS })
    await world.keep(search, anOffer({ at: NEAR }))
    await world.feed(aChange(search))
    await world.couriers.time.run()
    expect(await world.notices()).toEqual([])
    vi.setSystemTime(NOON + MINUTE_MS)
    await world.couriers.time.run()
    await world.couriers.notices.flush()
    expect(types(await world.notices())).toEqual(['match.found'])
    vi.setSystemTime(NOON + 600 * MINUTE_MS)
    await world.couriers.time.run()
    await world.couriers.notices.flush()
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
    await world.couriers.time.run()
    expect(await world.matches.ofSubject(search.id, 9)).toHaveLength(1)
  })

  test('ends the matches of what follows a phone when its last position is six hours old, until the next one', async () => {
    const offer = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
    await world.keep(aSearch({ at: HOME }), offer)
    await world.feed(aPing('phone', NEAR))
    await world.couriers.time.run()
    vi.setSystemTime(NOON + 360 * MINUTE_MS)
    await world.couriers.time.run()
    expect(types(await world.notices())).toEqual(['match.found'])
    vi.setSystemTime(NOON + 360 * MINUTE_MS + 1)
    await world.couriers.time.run()
    await world.couriers.notices.flush()
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
    expect((await world.store.find(offer.id))?.at).toBeUndefined()
    await world.feed(aPing('phone', NEAR))
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended', 'match.found'])
  })

  test('a new subject starts where its phone was up to six hours ago', async () => {
    await world.keep(aSearch({ at: HOME }))
    await world.feed(aPing('phone', NEAR, { person: 'ben' }))
    vi.setSystemTime(NOON + 300 * MINUTE_MS)
    const offer = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
    await world.keep(offer)
    await world.feed(aChange(offer))
    expect(types(await world.notices())).toEqual(['match.found'])
  })

  test('a search that is renewed after its end begins another episode', async () => {
    const search = aSearch({ at: HOME, validUntil: NOON + MINUTE_MS })
    await world.keep(search, anOffer({ at: NEAR }))
    await world.couriers.time.run()
    await world.feed(aChange(search))
    vi.setSystemTime(NOON + 2 * MINUTE_MS)
    await world.couriers.time.run()
    await world.store.update({ ...search, validUntil: NOON + 60 * MINUTE_MS, version: 2 }, 1, [])
    await world.feed(aChange(search))
    await world.couriers.notices.flush()
    expect(types(await world.notices())).toEqual(['match.found', 'match.ended', 'match.found'])
    expect(await world.matches.currentOf([search.id])).toMatchObject([{ episode: 2 }])
  })
})

test('a batch that is handled again after a crash begins nothing new, and publishes the unpublished notices', async () => {
  const search = aSearch({ at: HOME })
  await world.keep(search, anOffer({ ...mobile, device: 'phone' }))
  const ping = aPing('phone', NEAR)
  await world.feed(ping)
  await world.feed(ping)
  expect(types(await world.notices())).toEqual(['match.found'])
})

test('a phone with a new owner moves only what follows it for them, from its first position after that', async () => {
  const shop = aSearch({ at: HOME, owner: 'shop' })
  const hers = anOffer({ ...mobile, device: 'phone', owner: 'anna' })
  const his = anOffer({ ...mobile, device: 'phone', owner: 'ben' })
  await world.keep(shop, hers)
  await world.feed(aPing('phone', NEAR, { person: 'anna', ageMs: 9_000 }))
  expect(types(await world.notices())).toEqual(['match.found'])
  await world.keep(his)
  await world.feed(aChange(his))
  expect((await world.store.find(his.id))?.at).toBeUndefined()
  await world.feed(aPing('phone', AWAY, { person: 'ben', ageMs: 6_000 }))
  expect((await world.store.find(hers.id))?.at).toBeUndefined()
  expect((await world.store.find(his.id))?.at).toEqual(AWAY)
  // Her offer is nowhere now: what it had found ends.
  expect(types(await world.notices())).toEqual(['match.found', 'match.ended'])
})

test('two matchers with concurrent moves miss no match and begin none twice', async () => {
  await world.keep(
    aSearch({ ...mobile, device: 'one', owner: 'anna' }),
    anOffer({ ...mobile, device: 'two', owner: 'ben' }),
  )
  await Promise.all([
    world.feed(aPing('one', HOME)),
    world.feed(aPing('two', NEAR)),
    world.feed(aPing('one', HOME)),
    world.feed(aPing('two', NEAR)),
  ])
  expect(types(await world.notices())).toEqual(['match.found'])
})

test('after any sequence of moves the open matches are those of the rule for the last positions', async () => {
  const meters = fc.integer({ min: 0, max: 900 })
  const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), meters), { minLength: 1, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(moves, async (history) => {
      const own = await openWorld()
      try {
        const kept = [0, 1, 2, 3].map((index) =>
          (index % 2 === 0 ? aSearch : anOffer)({
            ...mobile,
            device: `phone-${index}`,
            owner: `p${index}`,
            radiusMeters: 300,
          }),
        )
        await own.keep(...kept)
        for (const [index, [phone, east]] of history.entries()) {
          await own.feed(aPing(`phone-${phone}`, travel(HOME, 90, east), { ageMs: 60_000 - index * 1_000 }))
        }
        const now = await Promise.all(kept.map(async ({ id }) => own.store.find(id)))
        const placed = now.filter((subject) => subject !== undefined)
        const together = new Set(
          (await Promise.all(kept.map(({ id }) => own.matches.currentOf([id]))))
            .flat()
            .map(({ search, offer }) => `${search} ${offer}`),
        )
        for (const [index, a] of placed.entries()) {
          const moment = { nowMs: Date.now(), blocked: new Set<string>() }
          for (const pair of placed.slice(index + 1).flatMap((b) => pairsOf(a, b))) {
            const key = `${pair.search.id} ${pair.counterpart.id}`
            // Inside the circle a match is required; in the band both are correct, depending on the past; beyond it none is allowed.
            if (isMatch(pair, moment)) expect(together).toContain(key)
            else if (
              !isMatch(
                {
                  search: { ...pair.search, radiusMeters: 351 },
                  counterpart: { ...pair.counterpart, radiusMeters: 351 },
                },
                moment,
              )
            ) {
              expect(together).not.toContain(key)
            }
          }
        }
      } finally {
        await own.close()
      }
    }),
    { numRuns: 25 },
  )
})
