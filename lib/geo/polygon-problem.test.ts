import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { polygons } from '#lib/builders/polygons.ts'
import type { Point } from '#lib/geo/point.ts'
import { polygonProblem } from '#lib/geo/polygon-problem.ts'
import { edgesOf, isCrossingByVolumes, placeNear } from '#lib/geo/sphere-oracle.fixture.ts'

const at = { lat: -17, lng: 180 }

/** A ring by metres to the east and north of `at`. */
function ringOf(...offsets: readonly (readonly [number, number])[]): Point[] {
  return offsets.map(([east, north]) => placeNear(at, east, north))
}

/** A regular ring around `at`. */
function circleOf(points: number, meters: number): Point[] {
  return ringOf(
    ...Array.from({ length: points }, (_, index) => {
      const angle = (index / points) * 2 * Math.PI
      return [Math.sin(angle) * meters, Math.cos(angle) * meters] as const
    }),
  )
}

const square = ringOf([-100, -100], [100, -100], [100, 100], [-100, 100])

describe('polygonProblem()', () => {
  test('accepts valid polygons in every place, shape and direction', () => {
    const property = fc.property(polygons, (polygon) => {
      expect(polygonProblem(polygon.ring, polygon.at)).toBeUndefined()
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('counts the points', () => {
    expect(polygonProblem([], at)).toBe('must have at least 3 points')
    expect(polygonProblem(square.slice(0, 2), at)).toBe('must have at least 3 points')
    expect(polygonProblem(circleOf(3, 100), at)).toBeUndefined()
    expect(polygonProblem(circleOf(500, 100), at)).toBeUndefined()
    expect(polygonProblem(circleOf(501, 100), at)).toBe('must have at most 500 points')
  })

  test('lets an inexact location be as far outside, and as much farther from the points, as it may be wrong', () => {
    const beside = placeNear(at, 400, 0)
    expect(polygonProblem(square, beside)).toBe('must contain the location')
    expect(polygonProblem(square, beside, 299)).toBe('must contain the location')
    expect(polygonProblem(square, beside, 301)).toBeUndefined()
    const long = ringOf([-100, -100], [0, 67_900], [100, -100])
    const south = placeNear(at, 0, -250)
    expect(polygonProblem(long, south, 100)).toContain('within 68 km')
    expect(polygonProblem(long, south, 200)).toBeUndefined()
  })

  test('names a point that is not on the globe', () => {
    for (const strange of [
      { lat: 90.1, lng: 0 },
      { lat: 0, lng: -180.1 },
      { lat: NaN, lng: 0 },
      { lat: 0, lng: Infinity },
    ]) {
      expect(polygonProblem([...square, strange], at)).toBe('must be on the globe, but point 5 is not')
    }
  })

  test('names a point that is repeated, also at the end and when it is written differently', () => {
    const [a, b, c, d] = square as [Point, Point, Point, Point]
    expect(polygonProblem([a, b, b, c, d], at)).toBe(
      'must not repeat a point, but points 2 and 3 are the same',
    )
    expect(polygonProblem([a, b, c, d, a], at)).toBe(
      'must not repeat a point, but points 5 and 1 are the same',
    )
    const east = { lat: at.lat, lng: 180 }
    expect(polygonProblem([a, east, { ...east, lng: -180 }], at)).toContain('points 2 and 3 are the same')
    const pole = [
      { lat: 90, lng: 0 },
      { lat: 90, lng: 90 },
      { lat: 89.9, lng: 0 },
    ]
    expect(polygonProblem(pole, { lat: 89.95, lng: 0 })).toContain('points 1 and 2 are the same')
  })

  test('names a point that is farther than 68 km from the location', () => {
    const plane = (meters: number) => Math.tan(meters / 6_378_100) * 6_378_100
    const reaching = (meters: number) => ringOf([-100, -100], [100, -100], [0, plane(meters)])
    expect(polygonProblem(reaching(67_999.99), at)).toBeUndefined()
    expect(polygonProblem(reaching(68_000.01), at)).toBe(
      'must be within 68 km of the location, but point 3 is not',
    )
    expect(polygonProblem(square, { lat: 17, lng: 0 })).toContain('but point 1 is not')
    expect(polygonProblem(square, { lat: NaN, lng: 0 })).toContain('but point 1 is not')
  })

  test('refuses rings that cross themselves, as the volumes between the ends of edges tell', () => {
    const offset = fc.integer({ min: -30_000, max: 30_000 })
    const centre = fc.constantFrom(at, { lat: 90, lng: 0 }, { lat: -89.9, lng: 20 }, { lat: 52.5, lng: 13.4 })
    const rings = fc.array(fc.tuple(offset, offset), { minLength: 4, maxLength: 7 })
    const property = fc.property(centre, rings, (middle, offsets) => {
      const ring = offsets.map(([east, north]) => placeNear(middle, east, north))
      const edges = edgesOf(ring)
      const crossings = new Set(
        edges.flatMap((edge, first) =>
          edges
            .filter((_, second) => second > first + 1 && second - first < edges.length - 1)
            .map((other) => isCrossingByVolumes(edge, other)),
        ),
      )
      fc.pre(!crossings.has(undefined))
      const isRefused = polygonProblem(ring, middle)?.includes('cross or touch itself') ?? false
      expect(isRefused).toBe(crossings.has(true))
    })
    fc.assert(property, { numRuns: 1_000 })
  })

  test.each([
    ['a bow tie', ringOf([-100, -100], [100, 100], [100, -100], [-100, 100]), [1, 3]],
    ['a point on another edge', ringOf([-100, 0], [100, 0], [100, 100], [0, 0], [-100, 100]), [1, 3]],
    ['a point twice', ringOf([0, 0], [-100, 100], [-100, -100], [0, 0], [100, -100], [100, 100]), [1, 3]],
    [
      'a spike that goes back',
      ringOf([-100, -100], [100, -100], [100, 100], [300, 300], [100, 100.000_1], [-100, 100]),
      [2, 4],
    ],
    [
      'a spike at the end of the ring',
      ringOf([0, 0], [0, 100], [-100, 50], [0, 50], [300, 0], [200, 0]),
      [1, 3],
    ],
    ['a triangle on one line, the first point in the middle', ringOf([0, 0], [-100, 0], [100, 0]), [1, 2]],
    ['a triangle on one line, the second point in the middle', ringOf([-100, 0], [0, 0], [100, 0]), [1, 3]],
    ['a triangle on one line, the third point in the middle', ringOf([-100, 0], [100, 0], [0, 0]), [1, 2]],
    [
      'an edge that is walked twice',
      ringOf([0, 0], [100, 0], [100, 100], [200, 100], [100, 100], [0, 100]),
      [2, 4],
    ],
    [
      'two edges half a millimetre apart',
      ringOf([-100, -100], [100, -100], [100, 100], [0, -99.9995], [-100, 100]),
      [1, 3],
    ],
  ] as const)('refuses %s', (_, ring, [first, second]) => {
    expect(polygonProblem(ring, at)).toBe(
      `must not cross or touch itself, but the edges that begin at points ${first} and ${second} do`,
    )
  })

  test('accepts edges three millimetres apart, and points between others on one line', () => {
    const near = ringOf([-100, -100], [100, -100], [100, 100], [0, -99.997], [-100, 100])
    expect(polygonProblem(near, placeNear(at, -99, -90))).toBeUndefined()
    const straight = Array.from({ length: 400 }, (_, index) => [index - 200, index * 0.7 - 200] as const)
    expect(polygonProblem(ringOf(...straight, [-200, 300]), at)).toBeUndefined()
  })

  test('refuses a location outside, and accepts one on the edge', () => {
    expect(polygonProblem(square, placeNear(at, 0, 101))).toBe('must contain the location')
    expect(polygonProblem(square, placeNear(at, 0, 100))).toBeUndefined()
  })

  test('refuses more than 10,000 km²', () => {
    // A regular polygon of 100 points with this reach has an area of 0.5 · 100 · sin(2π/100) · r².
    const reach = (squareMeters: number) => Math.sqrt(squareMeters / (50 * Math.sin((2 * Math.PI) / 100)))
    expect(polygonProblem(circleOf(100, reach(9.99e9)), at)).toBeUndefined()
    expect(polygonProblem(circleOf(100, reach(10.01e9)), at)).toBe('must have an area of at most 10,000 km²')
  })
})
