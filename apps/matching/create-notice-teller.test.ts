import { expect, onTestFinished, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { noticeOf } from './notice-of.ts'
import { aPing, HOME, openWorld } from './open-world.fixture.ts'

test('a pair begins again when a process that is believed to be dead ended it without another look', async () => {
  const world = await openWorld()
  onTestFinished(() => world.close())
  const search = aSearch({ at: HOME, radiusMeters: 1_000 })
  await world.keep(search, anOffer({ at: undefined, device: 'phone', radiusMeters: 1_000, owner: 'ben' }))
  await world.feed(aPing('phone', HOME))
  const [seen] = await world.matches.currentOf([search.id])
  expect(seen?.state).toBe('together')
  if (seen === undefined) return
  const endedAt = Date.now()
  const notice = noticeOf('match.ended', seen, endedAt)
  expect(await world.matches.end([{ seen, endedAt, notice }])).toBe(1)
  // It is killed here. Another process finds its notice.
  await world.couriers.notices.flush()
  expect(await world.matches.currentOf([search.id])).toMatchObject([{ state: 'together', episode: 2 }])
  await world.couriers.notices.flush()
  expect((await world.notices()).map(({ type }) => type)).toEqual([
    'match.found',
    'match.ended',
    'match.found',
  ])
})
