import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aChange, HOME, openWorld } from './open-world.fixture.ts'

/** More than two pages of candidates. */
const OFFERS = 1_203

test('candidates beyond the first page are queued and handled, also by another process', async () => {
  const folder = temporaryFolder()
  const [first, second] = [await openWorld(folder), await openWorld(folder)]
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
