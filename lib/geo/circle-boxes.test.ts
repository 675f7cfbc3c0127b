import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { circleBoxes } from '#lib/geo/circle-boxes.ts'
import type { Box } from '#lib/geo/split-box.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'

function isInside(boxes: readonly Box[], { lat, lng }: Point): boolean {
  return boxes.some(
    ({ south, north, west, east }) => lat >= south && lat <= north && lng >= west && lng <= east,
  )
}

describe('circleBoxes()', () => {
  test('is one box far from the edges of the map', () => {
    const [box, ...others] = circleBoxes({ lat: 52.5, lng: 13.4 }, 1_000)
    expect(others).toEqual([])
    expect(box?.south).toBeCloseTo(52.491, 3)
    expect(box?.north).toBeCloseTo(52.509, 3)
    expect(box?.west).toBeCloseTo(13.385, 3)
    expect(box?.east).toBeCloseTo(13.415, 3)
  })

  test('is two boxes across the antimeridian, and one around a pole', () => {
    expect(circleBoxes({ lat: 0, lng: 179.999 }, 1_000)).toHaveLength(2)
    expect(circleBoxes({ lat: 0, lng: -179.999 }, 1_000)).toHaveLength(2)
    expect(circleBoxes({ lat: 89.999, lng: 0 }, 1_000)).toMatchObject([{ north: 90, west: -180, east: 180 }])
    expect(circleBoxes({ lat: -89.999, lng: 0 }, 1_000)).toMatchObject([
      { south: -90, west: -180, east: 180 },
    ])
  })

  const radius = fc.oneof(
    fc.integer({ min: 0, max: 50_000 }),
    fc.integer({ min: 50_000, max: 25_000_000 }),
    fc.constantFrom(0, 50, 10_000_000),
  )

  test('holds every point within the radius', () => {
    const property = fc.property(points, points, radius, (centre, point, meters) => {
      fc.pre(distanceMeters(centre, point) <= meters)
      expect(isInside(circleBoxes(centre, meters), point)).toBe(true)
    })
    fc.assert(property, { numRuns: 300 })
  })

  test('holds every point on the rim', () => {
    const bearing = fc.oneof(fc.constantFrom(0, 90, 180, 270), fc.integer({ min: 0, max: 359 }))
    const share = fc.constantFrom(1, 1, 0.999_999, 0.5)
    const property = fc.property(points, bearing, radius, share, (centre, degrees, meters, part) => {
      const point = travel(centre, degrees, meters * part)
      // Rounding may put a point of the rim outside of the circle itself: then the boxes need not hold it.
      fc.pre(distanceMeters(centre, point) <= meters)
      expect(isInside(circleBoxes(centre, meters), point)).toBe(true)
    })
    fc.assert(property, { numRuns: 1_000 })
  })

  test('holds the points of a ring that reaches furthest to the west and east', () => {
    const centre = { lat: 60, lng: 0 }
    const ring = Array.from({ length: 3_600 }, (_, tenth) => travel(centre, tenth / 10, 999_999.99))
    expect(ring.filter((point) => !isInside(circleBoxes(centre, 1_000_000), point))).toEqual([])
  })

  test('is not much larger than the circle, away from the poles', () => {
    const lat = fc.integer({ min: -80, max: 80 })
    const meters = fc.integer({ min: 50, max: 50_000 })
    const property = fc.property(lat, fc.integer({ min: -180, max: 180 }), meters, (degrees, lng, r) => {
      const centre = { lat: degrees, lng }
      for (const bearing of [0, 90, 180, 270]) {
        expect(isInside(circleBoxes(centre, r), travel(centre, bearing, r * 1.01 + 1))).toBe(false)
      }
    })
    fc.assert(property)
  })

  test('stays on the map, and its boxes share no point but the antimeridian', () => {
    const property = fc.property(points, radius, (centre, meters) => {
      const boxes = circleBoxes(centre, meters)
      for (const { south, north, west, east } of boxes) {
        expect(Math.min(south, -90)).toBe(-90)
        expect(Math.max(north, 90)).toBe(90)
        expect(west).toBeGreaterThanOrEqual(-180)
        expect(east).toBeLessThanOrEqual(180)
        expect(south).toBeLessThanOrEqual(north)
        expect(west).toBeLessThanOrEqual(east)
      }
      const [first, second] = boxes
      if (first !== undefined && second !== undefined) {
        expect(Math.max(first.west, second.west)).toBeGreaterThan(Math.min(first.east, second.east))
      }
    })
    fc.assert(property)
  })
})
