import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { polygons, ringsAround } from '#lib/builders/polygons.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { isInsideByBearings, metersToRingBySampling, placeNear } from '#lib/geo/sphere-oracle.fixture.ts'
import { travel } from '#lib/geo/travel.ts'
import { isMatch, type Pair, staysTogether } from '#lib/matching/rule.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const MOMENT = { nowMs: 1_760_000_000_000, blocked: new Set<string>() }
const AT = { lat: 52.52, lng: 13.405 }

type Region = Pick<Subject, 'at' | 'radiusMeters' | 'polygon'> & Partial<Subject>

function regionOf(at: Point, polygon: readonly Point[]): Region {
  return { at, polygon, radiusMeters: Math.ceil(capRadiusMeters(polygon, at)) }
}

/** A polygon by metres to the east and north of `AT`. */
function polygonOf(...offsets: readonly (readonly [number, number])[]): Region {
  return regionOf(
    AT,
    offsets.map(([east, north]) => placeNear(AT, east, north)),
  )
}

function pairOf(search: Region, counterpart: Region): Pair {
  return { search: aSearch(search), counterpart: anOffer(counterpart) }
}

const meets = (search: Region, offer: Region) => isMatch(pairOf(search, offer), MOMENT)
const stays = (search: Region, offer: Region) => staysTogether(pairOf(search, offer), MOMENT)

const circle = (east: number, north: number, radiusMeters: number): Region => ({
  at: placeNear(AT, east, north),
  radiusMeters,
})

// The letter U, 2 km high. Its location is in the left arm.
const LETTER = polygonOf(
  [-100, -1_900],
  [1_100, -1_900],
  [1_100, 100],
  [900, 100],
  [900, -1_700],
  [100, -1_700],
  [100, 100],
  [-100, 100],
)

describe('a polygon and a circle match', () => {
  test('when the point of the circle is in the polygon, and the location of the polygon is in the circle', () => {
    expect(meets(LETTER, circle(1_000, 0, 1_001))).toBe(true)
    expect(meets(LETTER, circle(1_000, 0, 999))).toBe(false)
    expect(meets(LETTER, circle(0, -1_800, 50_000))).toBe(true)
  })

  test('not when the point is between the arms, or beside the polygon', () => {
    expect(meets(LETTER, circle(500, -1_000, 50_000))).toBe(false)
    expect(meets(LETTER, circle(-101, 0, 50_000))).toBe(false)
  })

  test('whichever of them is the search', () => {
    expect(meets(circle(1_000, 0, 1_001), LETTER)).toBe(true)
    expect(meets(circle(500, -1_000, 50_000), LETTER)).toBe(false)
  })

  test('and stay together up to a tenth of the radius around the polygon outside of it', () => {
    const { radiusMeters } = LETTER
    expect(radiusMeters).toBeGreaterThan(2_000)
    expect(stays(LETTER, circle(-100 - radiusMeters / 10 + 1, 0, 50_000))).toBe(true)
    expect(stays(LETTER, circle(-100 - radiusMeters / 10 - 1, 0, 50_000))).toBe(false)
  })

  test('and stay together up to 50 m outside of a small polygon', () => {
    const small = polygonOf([-10, -10], [10, -10], [10, 10], [-10, 10])
    expect(stays(small, circle(59, 0, 1_000))).toBe(true)
    expect(stays(small, circle(61, 0, 1_000))).toBe(false)
  })

  test('and part when the location of the polygon is beyond the band of the circle', () => {
    expect(stays(LETTER, circle(1_000, 0, 910))).toBe(true)
    expect(stays(LETTER, circle(1_000, 0, 908))).toBe(false)
  })
})

test('two polygons match when the location of each is in the other', () => {
  const flat = (east: number) => {
    const corners = [
      [-1_000, -50],
      [1_000, -50],
      [1_000, 50],
      [-1_000, 50],
    ] as const
    return regionOf(
      placeNear(AT, east, 0),
      corners.map(([x, y]) => placeNear(AT, x + east, y)),
    )
  }
  const high = polygonOf([-50, -1_000], [50, -1_000], [50, 1_000], [-50, 1_000])
  expect(meets(flat(0), high)).toBe(true)
  expect(meets(flat(40), high)).toBe(true)
  // The location of the high one is in the flat one, but not the other way round.
  expect(meets(flat(60), high)).toBe(false)
})

describe('a hidden polygon', () => {
  function hiddenSquare(half: number, shift: number, radiusMeters: number): Region {
    const { polygon } = polygonOf([-half, -half], [half, -half], [half, half], [-half, half])
    return { at: placeNear(AT, shift, 0), polygon, radiusMeters, showLocation: false }
  }

  test('matches by its exact border, and by the middle of the cell of its location', () => {
    const hidden = hiddenSquare(600, 300, 1_500)
    expect(meets(hidden, circle(599, 0, 300))).toBe(true)
    expect(meets(hidden, circle(599, 0, 298))).toBe(false)
    expect(meets(hidden, circle(601, 0, 50_000))).toBe(false)
  })

  test('that fits into the smallest hidden circle matches as this circle', () => {
    const hidden = hiddenSquare(50, 300, 500)
    const seen = { ...hidden, polygon: undefined }
    for (const east of [-250, -199, 0, 51, 300, 799, 801]) {
      const other = circle(east, 0, 50_000)
      expect([east, meets(hidden, other)]).toEqual([east, meets(seen, other)])
      expect([east, stays(hidden, other)]).toEqual([east, stays(seen, other)])
    }
    expect(meets({ ...hidden, showLocation: true }, circle(51, 0, 50_000))).toBe(false)
  })
})

test('an inaccurate position begins no match in a polygon whose radius is smaller', () => {
  const small = polygonOf([-100, -100], [100, -100], [100, 100], [-100, 100])
  const accepts = (accuracyMeters: number) =>
    isMatch(pairOf(small, { ...circle(0, 0, 1_000), accuracyMeters }), MOMENT)
  expect(small.radiusMeters).toBe(142)
  expect(accepts(142)).toBe(true)
  expect(accepts(143)).toBe(false)
})

/** How far outside of a region a point is, negative inside. By other methods than the rule. */
function metersOutside(point: Point, { at = AT, radiusMeters, polygon }: Region): number {
  if (polygon === undefined) return distanceMeters(at, point) - radiusMeters
  const meters = metersToRingBySampling(point, polygon)
  return isInsideByBearings(point, polygon) ? -meters : meters
}

describe('for all polygons', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  // Points near a corner, in and around the band, or anywhere around the location.
  const pick = fc.record({
    corner: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
    reach: fc.oneof(share, fc.constantFrom(0.01, 0.04, 0.049, 0.06, 0.099, 0.101)),
    bearing: fc.double({ min: 0, max: 360, noNaN: true }),
  })
  const partner = fc.oneof(ringsAround, fc.constantFrom(50, 500, 5_000, 30_000, 50_000, 80_000))
  const pairs = fc
    .record({ polygon: polygons, pick, partner, isSearch: fc.boolean() })
    .map(({ polygon, pick: { corner, reach, bearing }, partner: other, isSearch }) => {
      const region = regionOf(polygon.at, polygon.ring)
      const from = corner === undefined ? polygon.at : polygon.ring[corner % polygon.ring.length]
      const at = travel(from ?? polygon.at, bearing, reach * Math.max(60, region.radiusMeters))
      const counterpart = typeof other === 'number' ? { at, radiusMeters: other } : regionOf(at, other(at))
      return isSearch ? ([region, counterpart] as const) : ([counterpart, region] as const)
    })

  test('the rule agrees with an oracle about who matches and who stays', () => {
    const seen = { begins: 0, stays: 0, parts: 0 }
    const property = fc.property(pairs, ([a, b]) => {
      const sides = [
        { meters: metersOutside(b.at ?? AT, a), band: Math.max(50, a.radiusMeters / 10) },
        { meters: metersOutside(a.at ?? AT, b), band: Math.max(50, b.radiusMeters / 10) },
      ]
      // Rounding errors and the tolerance of 1 mm may decide at a border.
      fc.pre(sides.every(({ meters, band }) => Math.abs(meters) > 0.01 && Math.abs(meters - band) > 0.01))
      const begins = sides.every(({ meters }) => meters <= 0)
      const isNear = sides.every(({ meters, band }) => meters <= band)
      seen[begins ? 'begins' : isNear ? 'stays' : 'parts'] += 1
      expect(meets(a, b)).toBe(begins)
      expect(stays(a, b)).toBe(isNear)
      expect(meets(b, a)).toBe(begins)
    })
    fc.assert(property, { numRuns: 200 })
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(4)
  })
})
