import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTopList } from './open-top-list.ts'

test('it is the beginning of all places in the order of their best scores', () => {
  const offers = fc.array(fc.tuple(fc.nat(20), fc.nat(5)), { maxLength: 60 })
  fc.assert(
    fc.property(offers, fc.integer({ min: 1, max: 8 }), (given, limit) => {
      const list = openTopList(limit)
      for (const [place, score] of given) list.offer(place, score)
      const scores = new Map<number, number>()
      for (const [place, score] of given) scores.set(place, Math.max(score, scores.get(place) ?? 0))
      const sorted = [...scores].toSorted(([a, first], [b, second]) => second - first || a - b)
      expect(list.places()).toEqual(sorted.slice(0, limit).map(([place]) => place))
      expect(list.lowest()).toBe(sorted[limit - 1]?.[1])
    }),
  )
})
