import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { travel } from '#lib/geo/travel.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { commonKeywords, isLive, isMatch, pairsOf, staysTogether } from '#lib/matching/rule.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const NOW = 1_760_000_000_000
const MOMENT = { nowMs: NOW, blocked: new Set<string>() }

describe('isMatch()', () => {
  function meets(search: Partial<Subject>, offer: Parameters<typeof anOffer>[0]): boolean {
    return isMatch({ search: aSearch(search), counterpart: anOffer(offer) }, MOMENT)
  }

  test('is true when each point lies in the other circle', () => {
    expect(meets({}, {})).toBe(true)
    expect(meets({ radiusMeters: 1_000 }, { radiusMeters: 1_000, northMeters: 999 })).toBe(true)
  })

  test('is false when only one circle reaches the other point', () => {
    expect(meets({ radiusMeters: 500 }, { radiusMeters: 5_000, northMeters: 1_000 })).toBe(false)
    expect(meets({ radiusMeters: 5_000 }, { radiusMeters: 500, northMeters: 1_000 })).toBe(false)
  })

  test('holds at a distance of exactly the smaller radius', () => {
    const offer = anOffer({ northMeters: 700, radiusMeters: 50_000 })
    const radiusMeters = distanceMeters(BERLIN, offer.at ?? BERLIN)
    expect(isMatch({ search: aSearch({ radiusMeters }), counterpart: offer }, MOMENT)).toBe(true)
    expect(
      isMatch({ search: aSearch({ radiusMeters: radiusMeters - 1e-6 }), counterpart: offer }, MOMENT),
    ).toBe(false)
  })

  test('wants a keyword in common', () => {
    expect(meets({ keywords: ['bike', 'red'] }, { keywords: ['red', 'car'] })).toBe(true)
    expect(meets({ keywords: ['bike'] }, { keywords: ['car'] })).toBe(false)
    expect(meets({ keywords: [] }, { keywords: [] })).toBe(false)
  })

  test('wants no keyword that the other one excludes, in any form, whoever excludes it', () => {
    const rental = { keywords: ['bike', 'Verleih'] }
    expect(meets({ not: ['verleih', 'car'] }, rental)).toBe(false)
    expect(meets({ ...rental }, { not: ['Verleihe'], language: 'de' })).toBe(false)
    expect(meets({ not: ['verleih'] }, {})).toBe(true)
    expect(meets({ ...rental, not: ['verleih'] }, {})).toBe(true)
    const words = fc.subarray(['bike', 'car', 'red', 'blue'])
    const side = fc.record({ keywords: words, not: words })
    const property = fc.property(side, side, (search, offer) => {
      const common = search.keywords.some((word) => offer.keywords.includes(word))
      const isExcluded =
        search.not.some((word) => offer.keywords.includes(word)) ||
        offer.not.some((word) => search.keywords.includes(word))
      expect(meets(search, offer)).toBe(common && !isExcluded)
    })
    fc.assert(property, { numRuns: 200 })
  })

  test('wants two that are open and not hidden', () => {
    expect(meets({ stage: 'reserved' }, {})).toBe(false)
    expect(meets({}, { stage: 'reserved' })).toBe(false)
    expect(meets({ stage: 'settled' }, {})).toBe(false)
    expect(meets({ hidden: true }, {})).toBe(false)
    expect(meets({}, { hidden: true })).toBe(false)
  })

  test('wants two owners', () => {
    expect(meets({ owner: 'ada' }, { owner: 'ada' })).toBe(false)
  })

  test('wants that neither owner blocked the other', () => {
    const pair = { search: aSearch({ owner: 'ada' }), counterpart: anOffer({ owner: 'bob' }) }
    const others = new Set([peopleKey('ada', 'eve'), peopleKey('eve', 'bob')])
    expect(isMatch(pair, { nowMs: NOW, blocked: others })).toBe(true)
    for (const blocked of [new Set([peopleKey('ada', 'bob')]), new Set([peopleKey('bob', 'ada')])]) {
      expect(isMatch(pair, { nowMs: NOW, blocked })).toBe(false)
    }
  })

  test('wants both active, and valid from the first moment until before the last', () => {
    expect(meets({ active: false }, {})).toBe(false)
    expect(meets({}, { active: false })).toBe(false)
    expect(meets({ validFrom: NOW }, { validUntil: NOW + 1 })).toBe(true)
    expect(meets({ validFrom: NOW + 1 }, {})).toBe(false)
    expect(meets({}, { validUntil: NOW })).toBe(false)
  })

  test('wants both to have a point', () => {
    expect(meets({ at: undefined }, {})).toBe(false)
    expect(meets({}, { at: undefined })).toBe(false)
  })

  test('wants what the search wants', () => {
    expect(meets({ wants: 'searches' }, {})).toBe(false)
    expect(isMatch({ search: aSearch({ wants: 'searches' }), counterpart: aSearch() }, MOMENT)).toBe(true)
    expect(isMatch({ search: aSearch(), counterpart: aSearch() }, MOMENT)).toBe(false)
    expect(isMatch({ search: anOffer(), counterpart: aSearch() }, MOMENT)).toBe(false)
  })

  test('works across the antimeridian and at the poles', () => {
    const east = { at: { lat: 0, lng: 179.999 } }
    expect(meets(east, { at: { lat: 0, lng: -179.999 } })).toBe(true)
    expect(meets({ at: { lat: 90, lng: 0 } }, { at: { lat: 89.999, lng: 180 } })).toBe(true)
    expect(meets({ at: { lat: 90, lng: 0 } }, { at: { lat: -90, lng: 0 } })).toBe(false)
  })
})

describe('staysTogether()', () => {
  function stays(radiusMeters: number, northMeters: number): boolean {
    const search = aSearch({ radiusMeters })
    return staysTogether({ search, counterpart: anOffer({ radiusMeters: 50_000, northMeters }) }, MOMENT)
  }

  test('lets a pair part 10 % beyond the smaller circle', () => {
    expect(stays(1_000, 1_099)).toBe(true)
    expect(stays(1_000, 1_101)).toBe(false)
  })

  test('lets a pair of a small circle part 50 m beyond it', () => {
    expect(stays(100, 149)).toBe(true)
    expect(stays(100, 151)).toBe(false)
  })

  test('lets a pair stay when one of them is reserved', () => {
    const [search, offer] = [aSearch(), anOffer({ stage: 'reserved' })]
    expect(staysTogether({ search, counterpart: offer }, MOMENT)).toBe(true)
  })

  test('ends at once when anything but the distance does not fit any more', () => {
    const [search, offer] = [aSearch(), anOffer()]
    expect(staysTogether({ search, counterpart: offer }, MOMENT)).toBe(true)
    expect(staysTogether({ search, counterpart: { ...offer, active: false } }, MOMENT)).toBe(false)
    expect(staysTogether({ search, counterpart: { ...offer, keywords: ['car'] } }, MOMENT)).toBe(false)
    expect(staysTogether({ search: { ...search, validUntil: NOW }, counterpart: offer }, MOMENT)).toBe(false)
    expect(staysTogether({ search: { ...search, hidden: true }, counterpart: offer }, MOMENT)).toBe(false)
    expect(staysTogether({ search: { ...search, not: ['bikes'] }, counterpart: offer }, MOMENT)).toBe(false)
    const blocked = new Set([peopleKey(offer.owner, search.owner)])
    expect(staysTogether({ search, counterpart: offer }, { nowMs: NOW, blocked })).toBe(false)
  })
})

describe('pairsOf()', () => {
  test('gives the search first, whichever way it is asked', () => {
    const [search, offer] = [aSearch(), anOffer()]
    expect(pairsOf(search, offer)).toEqual([{ search, counterpart: offer }])
    expect(pairsOf(offer, search)).toEqual([{ search, counterpart: offer }])
  })

  test('gives a watcher as the search, and two watchers both ways', () => {
    const [watcher, other, seeker] = [
      aSearch({ wants: 'searches' }),
      aSearch({ wants: 'searches' }),
      aSearch(),
    ]
    expect(pairsOf(seeker, watcher)).toEqual([{ search: watcher, counterpart: seeker }])
    expect(pairsOf(watcher, other)).toEqual([
      { search: watcher, counterpart: other },
      { search: other, counterpart: watcher },
    ])
  })

  test('gives none for two of a kind, or for one and itself', () => {
    expect(pairsOf(anOffer(), anOffer())).toEqual([])
    expect(pairsOf(aSearch(), aSearch())).toEqual([])
    expect(pairsOf(anOffer(), aSearch({ wants: 'searches' }))).toEqual([])
    const watcher = aSearch({ wants: 'searches' })
    expect(pairsOf(watcher, watcher)).toEqual([])
  })
})

test('forms of a word are in common, however they are spelled; the rules of a language that is said are its own', () => {
  const pair = (search: Partial<Subject>, offer: Partial<Subject>) =>
    commonKeywords(aSearch(search), anOffer(offer))
  expect(pair({ keywords: ['Fahrräder'] }, { keywords: ['FAHRRAD'] })).toBe(1)
  expect(pair({ keywords: ['bikes', 'E‑Bike'] }, { keywords: ['bike', 'e-bikes'] })).toBe(2)
  expect(pair({ keywords: ['children'], language: 'en' }, { keywords: ['child'] })).toBe(1)
  expect(pair({ keywords: ['children'], language: 'de' }, { keywords: ['child'] })).toBe(0)
  expect(pair({ keywords: ['\u200b'] }, { keywords: ['\u200b'] })).toBe(0)
})

test('commonKeywords() counts what both have', () => {
  const search = aSearch({ keywords: ['bike', 'red', 'old'] })
  expect(commonKeywords(search, anOffer({ keywords: ['old', 'car', 'bike'] }))).toBe(2)
})

test('isLive() is about activity and validity alone', () => {
  expect(isLive(aSearch({ at: undefined }), NOW)).toBe(true)
  expect(isLive(aSearch({ active: false }), NOW)).toBe(false)
  expect(isLive(aSearch({ validFrom: NOW, validUntil: NOW }), NOW)).toBe(false)
})

describe('for all subjects', () => {
  const some = fc.record({
    kind: fc.constantFrom('search', 'offer'),
    wants: fc.constantFrom('offers', 'searches'),
    keywords: fc.subarray(['bike', 'car', 'red'], { minLength: 1 }),
    owner: fc.constantFrom('ada', 'bob', 'eve'),
    radiusMeters: fc.integer({ min: 50, max: 50_000 }),
    active: fc.constantFrom(true, true, true, false),
    validUntil: fc.constantFrom(undefined, NOW, NOW + 1),
  })
  // Distances on both sides of all borders, as shares of a radius.
  const share = fc.oneof(
    fc.double({ min: 0, max: 3, noNaN: true }),
    fc.constantFrom(0, 0.999, 1.001, 1.099, 1.101),
  )
  const bearing = fc.integer({ min: 0, max: 359 })
  const couples = fc.tuple(some, some, share, bearing).map(([a, b, distance, degrees]) => {
    const meters = distance * Math.min(a.radiusMeters, b.radiusMeters)
    return [aSearch(a), aSearch({ ...b, at: travel(BERLIN, degrees, meters) })] as const
  })

  test('pairs are the same whoever asks, and only those of a search and what it wants', () => {
    const property = fc.property(couples, ([a, b]) => {
      const pairs = pairsOf(a, b)
      expect(new Set(pairsOf(b, a))).toEqual(new Set(pairs))
      for (const { search, counterpart } of pairs) {
        expect(search.kind).toBe('search')
        expect(counterpart.kind === 'offer').toBe(search.wants === 'offers')
      }
    })
    fc.assert(property)
  })

  const radius = fc.integer({ min: 50, max: 50_000 })
  const pairs = fc.tuple(radius, radius, share, bearing).map(([a, b, distance, degrees]) => ({
    search: aSearch({ radiusMeters: a }),
    counterpart: anOffer({ radiusMeters: b, at: travel(BERLIN, degrees, distance * Math.min(a, b)) }),
  }))

  test('no pair that begins to be together parts at once', () => {
    let begun = 0
    const property = fc.property(pairs, (pair) => {
      if (!isMatch(pair, MOMENT)) return
      begun += 1
      expect(staysTogether(pair, MOMENT)).toBe(true)
    })
    fc.assert(property, { numRuns: 500 })
    expect(begun).toBeGreaterThan(50)
  })

  test('two watchers are together both ways or not at all', () => {
    const property = fc.property(couples, ([a, b]) => {
      const watchers = [a, b].map((each): Subject => ({ ...each, kind: 'search', wants: 'searches' }))
      const verdicts = watchers.flatMap((one) =>
        watchers.flatMap((other) => pairsOf(one, other).map((pair) => isMatch(pair, MOMENT))),
      )
      expect(new Set(verdicts).size).toBe(1)
    })
    fc.assert(property)
  })

  test('a match ends when a radius shrinks below the distance, and none ends when one grows', () => {
    const property = fc.property(pairs, ({ search, counterpart }) => {
      const meters = distanceMeters(search.at ?? BERLIN, counterpart.at ?? BERLIN)
      const narrower = { ...search, radiusMeters: meters - 1 }
      expect(isMatch({ search: narrower, counterpart }, MOMENT)).toBe(false)
      const wider = { ...counterpart, radiusMeters: counterpart.radiusMeters * 2 }
      expect(
        isMatch({ search, counterpart: wider }, MOMENT) || !isMatch({ search, counterpart }, MOMENT),
      ).toBe(true)
    })
    fc.assert(property)
  })
})
