import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMatch, pairsOf } from '#lib/matching/rule.ts'
import { WORLD_NOW, worlds } from '#lib/store/contract/world.ts'
import { keyOfPair } from './settle-pairs.ts'
import { pairUp } from './pair-up.ts'

const MOMENT = { nowMs: WORLD_NOW, blocked: new Set<string>() }

test('pairUp() loses no pair that the rule accepts, of circles or of polygons', () => {
  let polygons = 0
  const property = fc.property(worlds, (world) => {
    const subjects = world.map((subject) => ({ ...subject, anchor: subject.at }))
    const kept = new Set(
      pairUp(subjects, subjects).map(({ search, counterpart }) =>
        keyOfPair({ search: search.id, offer: counterpart.id }),
      ),
    )
    const accepted = subjects
      .flatMap((one) => subjects.flatMap((other) => pairsOf(one, other)))
      .filter((pair) => isMatch(pair, MOMENT))
    polygons += accepted.filter(({ search, counterpart }) => search.polygon ?? counterpart.polygon).length
    for (const { search, counterpart } of accepted)
      expect(kept).toContain(keyOfPair({ search: search.id, offer: counterpart.id }))
  })
  fc.assert(property, { numRuns: 200 })
  expect(polygons).toBeGreaterThan(0)
})
