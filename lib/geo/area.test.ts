import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { polygons } from '#lib/builders/polygons.ts'
import { type Area, boxesAround, circleAround, isInArea } from '#lib/geo/area.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { travel } from '#lib/geo/travel.ts'

const boxes: fc.Arbitrary<Area> = fc.tuple(points, points).map(([a, b]) => ({
  box: { south: Math.min(a.lat, b.lat), north: Math.max(a.lat, b.lat), west: a.lng, east: b.lng },
}))
const areas: fc.Arbitrary<Area> = fc.oneof(
  boxes,
  polygons.map(({ ring }) => ({ polygon: ring })),
)

describe('isInArea()', () => {
  test('takes the borders of a box, across the antimeridian too, and each longitude at a pole', () => {
    const isIn = (lat: number, lng: number) =>
      isInArea({ lat, lng }, { box: { south: 80, north: 90, west: 170, east: -170 } })
    for (const [lat, lng] of [
      [80, 170],
      [85, -170],
      [80, 180],
      [80, -180],
      [90, 0],
    ] as const)
      expect(isIn(lat, lng)).toBe(true)
    for (const [lat, lng] of [
      [79.999, 180],
      [85, 169.999],
      [85, -169.999],
      [85, 0],
      [-90, 180],
    ] as const)
      expect(isIn(lat, lng)).toBe(false)
  })

  test('knows that both sides of the antimeridian are one', () => {
    const box = { south: -1, north: 1, west: 170, east: 180 }
    expect(isInArea({ lat: 0, lng: -180 }, { box })).toBe(true)
    expect(isInArea({ lat: 0, lng: 180 }, { box: { ...box, west: -180, east: -170 } })).toBe(true)
  })
})

describe('boxesAround() and circleAround()', () => {
  const margin = fc.constantFrom(0, 0, 1_100, 50_000)
  const bearing = fc.integer({ min: 0, max: 359 })

  test('contain all of an area, and what is within the margin around it', () => {
    let inside = 0
    const property = fc.property(areas, points, margin, bearing, (area, anywhere, meters, degrees) => {
      const from = 'polygon' in area ? (area.polygon[0] ?? anywhere) : anywhere
      fc.pre(isInArea(from, area))
      const point = travel(from, degrees, meters * 0.999_999)
      const around = boxesAround(area, meters).some(
        ({ south, north, west, east }) =>
          point.lat >= south && point.lat <= north && point.lng >= west && point.lng <= east,
      )
      const { centre, radiusMeters } = circleAround(area, meters)
      expect({ around, within: distanceMeters(centre, point) <= radiusMeters }).toEqual({
        around: true,
        within: true,
      })
      inside += 1
    })
    fc.assert(property, { numRuns: 1_000 })
    expect(inside).toBe(1_000)
  })

  test('contain the corners of boxes', () => {
    const property = fc.property(boxes, (area) => {
      if (!('box' in area)) return
      const { south, north, west, east } = area.box
      const { centre, radiusMeters } = circleAround(area, 0)
      for (const lat of [south, north])
        for (const lng of [west, east])
          expect(distanceMeters(centre, { lat, lng })).toBeLessThanOrEqual(radiusMeters)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('are not much larger than a small area', () => {
    const box = { south: 52.4, north: 52.6, west: 13.3, east: 13.5 }
    expect(circleAround({ box }, 0).radiusMeters).toBeLessThan(14_000)
    const [around, ...others] = boxesAround({ box }, 0)
    expect(others).toEqual([])
    for (const side of ['south', 'north', 'west', 'east'] as const)
      expect(around?.[side]).toBeCloseTo(box[side], 6)
  })
})
