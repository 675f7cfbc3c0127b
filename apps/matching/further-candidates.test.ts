import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aChange, HOME, openWorld } from './open-world.fixture.ts'

/** More than two pages of candidates. */
const OFFERS = 1_203
/** A little more than one page, and what is beyond. */
const [PAIRS_MAX, BEYOND] = [510, 110]

test('candidates beyond the first page are queued and handled, also by another process', async () => {
  const folder = temporaryFolder()
  const open = () => openWorld(folder, undefined, { pairsMax: 2 * OFFERS })
  const [first, second] = [await open(), await open()]
  try {
    const offers = Array.from({ length: OFFERS }, (_, index) =>
      anOffer({ at: travel(HOME, index % 360, 100 + (index % 7)) }),
    )
    await Promise.all(offers.map((offer) => first.keep(offer)))
    // Without a pass in between, so that the queue holds what the batch left.
    await first.couriers.further.stop()
    const search = aSearch({ at: HOME, owner: 'anna' })
    await first.keep(search)
    await first.feed(aChange(search))
    expect((await first.matches.currentOf([search.id])).length).toBeGreaterThanOrEqual(500)
    await second.couriers.further.run()
    const current = await first.matches.currentOf([search.id])
    expect(new Set(current.map(({ offer }) => offer))).toEqual(new Set(offers.map(({ id }) => id)))
    expect(current.every(({ state }) => state === 'together')).toBe(true)
    await second.couriers.notices.flush()
    expect((await first.notices()).map(({ type }) => type)).toEqual(Array(OFFERS).fill('match.found'))
  } finally {
    await Promise.all([first, second].map((world) => world.close()))
  }
})

test('a search that has as many matches as it may have goes no further, and what is beyond is counted', async () => {
  const world = await openWorld(undefined, undefined, { pairsMax: PAIRS_MAX })
  try {
    const offers = Array.from({ length: PAIRS_MAX + BEYOND }, (_, index) =>
      anOffer({ at: travel(HOME, index % 360, 100 + (index % 7)) }),
    )
    await Promise.all(offers.map((offer) => world.keep(offer)))
    const search = aSearch({ at: HOME, owner: 'anna' })
    await world.keep(search)
    await world.feed(aChange(search))
    await world.couriers.further.run()
    const current = await world.matches.currentOf([search.id])
    const newest = offers
      .map(({ id }) => id)
      .toSorted()
      .slice(BEYOND)
    expect(current.map(({ offer }) => offer).toSorted()).toEqual(newest)
    expect(await world.queue.beyond(search.id)).toBe(BEYOND)
  } finally {
    await world.close()
  }
})
