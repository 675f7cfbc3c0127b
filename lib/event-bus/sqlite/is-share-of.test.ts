import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isShareOf } from '#lib/event-bus/sqlite/is-share-of.ts'

test('isShareOf() gives every partition to exactly one reader of its topic, evenly', () => {
  const owners = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 15 })

  fc.assert(
    fc.property(owners, fc.integer({ min: 1, max: 24 }), (names, partitions) => {
      const members = names.map((owner) => ({ owner, topics: ['a', 'b'] }))
      const shares = names.map(
        (owner) =>
          Array.from({ length: partitions }, (_, partition) => ({ topic: 'a', partition })).filter((place) =>
            isShareOf(owner, place, members),
          ).length,
      )
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(partitions)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    }),
  )
})

test('isShareOf() is false for members that do not read the topic', () => {
  const members = [
    { owner: 'ann', topics: ['a'] },
    { owner: 'ben', topics: ['b'] },
  ]

  expect(isShareOf('ann', { topic: 'a', partition: 1 }, members)).toBe(true)
  expect(isShareOf('ben', { topic: 'a', partition: 1 }, members)).toBe(false)
})
