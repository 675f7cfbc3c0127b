import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allCities } from '#lib/cities/city-named.ts'
import { berlin } from '#lib/cities/berlin.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { travel } from '#lib/geo/travel.ts'
import { bearingDegrees } from './bearing.ts'
import { planPhone } from './plan-phone.ts'
import { randomOf } from './random.ts'
import { startWalk } from './walk.ts'

const JITTER_METERS = 4
const WAY_ACROSS_METERS = 30_000

describe('startWalk()', () => {
  test('each step has the requested length, except for jitter and corners', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...allCities),
        fc.nat(),
        fc.double({ min: 0.1, max: 500, noNaN: true }),
        (city, seed, meters) => {
          const walk = startWalk(city.places, randomOf(seed))
          let before = walk.advance(0)
          for (let step = 0; step < 50; step += 1) {
            const now = walk.advance(meters)
            expect(distanceMeters(before, now)).toBeLessThanOrEqual(meters + 2 * JITTER_METERS + 0.01)
            expect(distanceMeters(city.places[0]?.at ?? now, now)).toBeLessThan(WAY_ACROSS_METERS)
            before = now
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  test('moves away from its start', () => {
    const walk = startWalk(berlin.places, randomOf(1))
    const start = walk.advance(0)
    const ends = Array.from({ length: 100 }, () => distanceMeters(start, walk.advance(50)))
    expect(Math.max(...ends)).toBeGreaterThan(500)
  })
})

describe('planPhone()', () => {
  const plan = (seed: number, index: number) => {
    const { walk, ...rest } = planPhone(index, { seed, city: berlin, speedKmh: 4 })
    return { ...rest, way: Array.from({ length: 5 }, () => walk.advance(10)) }
  }

  test('the same seed gives the same person on the same route', () => {
    expect(plan(7, 3)).toEqual(plan(7, 3))
  })

  test('another seed or another index gives another route', () => {
    expect(plan(8, 3).way).not.toEqual(plan(7, 3).way)
    expect(plan(7, 4).way).not.toEqual(plan(7, 3).way)
  })

  test('half search, half offer, and some offers have a fixed position', () => {
    const subjects = Array.from({ length: 40 }, (_, index) => plan(1, index).subject)
    expect(subjects.filter(({ kind }) => kind === 'searches')).toHaveLength(20)
    const fixed = subjects.filter(({ fixedAt }) => fixedAt !== undefined)
    expect(fixed).toHaveLength(5)
    expect(new Set(fixed.map(({ kind }) => kind))).toEqual(new Set(['offers']))
    for (const { radiusMeters } of subjects) {
      expect(radiusMeters).toBeGreaterThanOrEqual(300)
      expect(radiusMeters).toBeLessThanOrEqual(1_500)
    }
  })
})

describe('bearingDegrees()', () => {
  test('with travel(), leads from any point to any other', () => {
    const point = fc.record({
      lat: fc.double({ min: -85, max: 85, noNaN: true }),
      lng: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(point, point, (from, to) => {
        const meters = distanceMeters(from, to)
        // Opposite points have no unique shortest path.
        fc.pre(meters < 19_000_000)
        expect(distanceMeters(travel(from, bearingDegrees(from, to), meters), to)).toBeLessThan(1)
      }),
    )
  })
})

describe('randomOf()', () => {
  test('is distributed evenly over 0 to 1', () => {
    const random = randomOf(1)
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let count = 0; count < 10_000; count += 1) {
      const value = random()
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThan(1)
      const bucket = Math.floor(value * 10)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    for (const count of buckets) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })
})
