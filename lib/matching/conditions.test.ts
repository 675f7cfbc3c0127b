import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { CONDITIONS, conditionsOf } from '#lib/matching/conditions.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { isMatch } from '#lib/matching/rule.ts'

const NOW = 1_760_000_000_000
const MOMENT = { nowMs: NOW, blocked: new Set<string>() }

test('the rule holds exactly when all conditions hold', () => {
  const side = fc.record({
    owner: fc.constantFrom('anna', 'ben', 'cleo'),
    active: fc.boolean(),
    hidden: fc.boolean(),
    stage: fc.constantFrom('open', 'reserved'),
    validUntil: fc.constantFrom(undefined, NOW, NOW + 1),
    keywords: fc.subarray(['bike', 'bell'], { minLength: 1 }),
    not: fc.subarray(['bell']),
    northMeters: fc.constantFrom(0, 900, 1_100),
    accuracyMeters: fc.constantFrom(undefined, 2_000),
  })
  // Most values of most pairs let the rule hold, so that each condition decides alone in some of them.
  const mostly = fc
    .record({ good: fc.boolean(), side })
    .map(({ good, side: written }) => (good ? {} : written))
  const blocks = fc.constantFrom(new Set<string>(), new Set([peopleKey('anna', 'ben')]))
  const wants = fc.constantFrom('offers', 'offers', 'offers', 'searches')
  const seen = new Set<boolean>()
  const property = fc.property(mostly, mostly, blocks, wants, (one, other, blocked, wanted) => {
    const pair = {
      search: aSearch({ ...one, wants: wanted }),
      counterpart: anOffer(other),
    }
    const moment = { nowMs: NOW, blocked }
    const holds = conditionsOf(pair, moment).every((condition) => condition.holds)
    expect(holds).toBe(isMatch(pair, moment))
    seen.add(holds)
  })
  fc.assert(property, { numRuns: 500 })
  expect(seen.size).toBe(2)
})

test.each([
  ['wants', { wants: 'searches' }, {}, undefined],
  ['owners', { owner: 'anna' }, { owner: 'anna' }, undefined],
  ['active', { active: false }, {}, ['s']],
  ['active', { active: false }, { hidden: true }, ['s', 'o']],
  ['valid', {}, { validFrom: NOW + 1 }, ['o']],
  ['stage', {}, { stage: 'reserved' }, ['o']],
  ['keywords', { keywords: ['car'] }, {}, undefined],
  ['not', { not: ['bikes'] }, {}, ['s']],
  ['place', {}, { at: undefined }, undefined],
  ['place', {}, { northMeters: 1_001 }, undefined],
  ['accuracy', { accuracyMeters: 1_001 }, {}, undefined],
] as const)('%s: only this condition fails, and says because of whom', (name, search, offer, failing) => {
  const pair = { search: aSearch({ id: 's', ...search }), counterpart: anOffer({ id: 'o', ...offer }) }
  const failed = conditionsOf(pair, MOMENT).filter(({ holds }) => !holds)
  expect(failed).toEqual([{ name, holds: false, ...(failing && { failing: [...failing] }) }])
})

test('a block of either side fails for both, and every condition has its name', () => {
  const pair = { search: aSearch({ owner: 'anna' }), counterpart: anOffer({ owner: 'ben' }) }
  const moment = { ...MOMENT, blocked: new Set([peopleKey('ben', 'anna')]) }
  const found = conditionsOf(pair, moment)
  expect(found.map(({ name }) => name)).toEqual([...CONDITIONS])
  expect(found.filter(({ holds }) => !holds)).toEqual([{ name: 'blocked', holds: false }])
})
