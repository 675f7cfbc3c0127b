import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import type { Town } from './build/read-towns.ts'
import { placeKeys } from './place-keys.ts'
import { rankPlaces } from './rank-places.ts'
import { tablesOf } from './tables-of.fixture.ts'

const STATES = ['DE.01', 'DE.02']

// So alike that each text begins many of them.
const name = fc.stringMatching(/^[aü]{1,2}(?:a|ü| aa|aaa)?$/u)
const question = fc.constantFrom('a', 'ü', 'aa', 'au', 'a a', 'aaaa', 'uaaa')
// Mostly within the 1,000 km that make a difference.
const at = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ lat: fc.integer({ min: -3, max: 3 }), lng: fc.integer({ min: -3, max: 3 }) }),
  },
  fc.record({ lat: fc.integer({ min: -90, max: 90 }), lng: fc.integer({ min: -180, max: 180 }) }),
)
const town = fc
  .record({
    name,
    others: fc.array(name, { maxLength: 3 }),
    state: fc.constantFrom(...STATES),
    at,
    people: fc.nat(7).chain((digits) => fc.integer({ min: 0, max: 9 }).map((first) => first * 10 ** digits)),
  })
  .map(({ name: own, others, state, at: point, people }): Town => ({
    name: { de: own, en: own },
    postcode: '',
    country: 'DE',
    stateCode: state,
    at: point,
    people,
    otherKeys: new Set(others.flatMap(placeKeys)),
  }))

/** The best score of a town by the rule, in words: named before beginning, then people by the square of the distance. */
function scoreOf({ name: own, otherKeys, people, at: point }: Town, text: string, near: Point | undefined) {
  const far = near === undefined ? 0 : Math.min(distanceMeters(near, point), 1_000_000) / 100_000
  const weight = (people + 1) / (1 + far) ** 2
  let best = { isNamed: false, score: 0 }
  for (const wanted of placeKeys(text)) {
    const owns = placeKeys(own.en)
    for (const key of [...owns, ...otherKeys]) {
      if (!key.startsWith(wanted)) continue
      const isOther = !owns.includes(key)
      const isWhole = key === wanted
      const isWords = key.startsWith(`${wanted} `)
      const isNamed = isOther ? isWhole && wanted.length > 3 : isWhole || isWords
      const share = isOther ? 0.1 : isNamed && !isWhole ? 0.5 : 1
      const score = { isNamed, score: weight * share }
      if (Number(isNamed) > Number(best.isNamed) || (isNamed === best.isNamed && score.score > best.score))
        best = score
    }
  }
  return best
}

test('it finds what a look at every place finds, in the same order', () => {
  const towns = fc.array(town, { minLength: 1, maxLength: 40, size: 'max' })
  const limits = fc.integer({ min: 1, max: 6 })
  const near = fc.option(at, { nil: undefined })
  const only = fc.option(fc.constantFrom(0, 1), { nil: undefined })
  fc.assert(
    fc.property(towns, question, near, limits, only, (given, asked, asker, limit, state) => {
      // Two states, so that their lines are known.
      const all = [...given, ...STATES.map((stateCode) => ({ ...given[0], stateCode }) as Town)]
      const tables = tablesOf({ towns: all, postcodes: [], states: [] })
      const found = rankPlaces(tables, {
        keys: placeKeys(asked),
        near: asker,
        limit,
        states: state === undefined ? undefined : new Set([state]),
      })
      const scores = all
        .filter(({ stateCode }) => state === undefined || stateCode === STATES[state])
        .map((each) => scoreOf(each, asked, asker))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed) || b.score - a.score)
        .slice(0, limit)
      const ofLine = found.map((line) => {
        const row = tables.places.row(line)
        const one = all.filter(
          (each) =>
            each.name.en === row.name.en &&
            each.people === row.people &&
            each.stateCode === STATES[row.state] &&
            distanceMeters(each.at, row.at) < 1,
        )
        // Two towns may differ in their other names only.
        return one.map((each) => scoreOf(each, asked, asker))
      })
      expect(new Set(found).size).toBe(found.length)
      expect(ofLine).toEqual(scores.map((score) => expect.arrayContaining([score])))
    }),
    { numRuns: 200 },
  )
})

test('a smaller place near by comes before a larger one that is 100 km away', () => {
  const towns = [
    { name: 'Aa', people: 1_500_000, lat: 0.9 },
    { name: 'Ab', people: 900_000, lat: 0 },
  ].map(({ name: own, people, lat }): Town => ({
    name: { de: own, en: own },
    postcode: '',
    country: 'DE',
    stateCode: 'DE.01',
    at: { lat, lng: 0 },
    people,
    otherKeys: new Set(),
  }))
  const tables = tablesOf({ towns, postcodes: [], states: [] })
  const first = (near: Point | undefined) =>
    rankPlaces(tables, { keys: ['a'], near, limit: 1 }).map((line) => tables.places.row(line).name.en)
  expect(first(undefined)).toEqual(['Aa'])
  expect(first({ lat: 0, lng: 0 })).toEqual(['Ab'])
})
