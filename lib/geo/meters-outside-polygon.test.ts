import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { polygons } from '#lib/builders/polygons.ts'
import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import { metersOutsidePolygon } from '#lib/geo/meters-outside-polygon.ts'
import { antipodeOf, metersToRingBySampling, placeNear } from '#lib/geo/sphere-oracle.fixture.ts'

const offsets = fc.double({ min: -1, max: 1, noNaN: true })

describe('metersOutsidePolygon()', () => {
  test('is the distance to the nearest of many points of the edges, and 0 inside', () => {
    const reach = fc.constantFrom(20, 1_000, 70_000, 1_000_000)
    const property = fc.property(polygons, reach, offsets, offsets, ({ at, ring }, meters, east, north) => {
      const point = placeNear(at, east * meters, north * meters)
      const outside = metersOutsidePolygon(point, ring)
      expect(outside === 0).toBe(isInPolygon(point, ring))
      if (outside > 0) expect(Math.abs(outside - metersToRingBySampling(point, ring))).toBeLessThan(0.0001)
    })
    fc.assert(property, { numRuns: 250 })
  })

  test('holds anywhere on the globe, also on the other side', () => {
    const property = fc.property(polygons, points, ({ at, ring }, point) => {
      for (const place of [point, antipodeOf(at), ...ring.slice(0, 3).map(antipodeOf)]) {
        if (isInPolygon(place, ring)) continue
        const outside = metersOutsidePolygon(place, ring)
        // Near the other side the distance itself is known only to about 0.2 m.
        expect(Math.abs(outside - metersToRingBySampling(place, ring))).toBeLessThan(0.3)
      }
    })
    fc.assert(property, { numRuns: 100 })
  })

  test('measures to an edge, and not to its ends only', () => {
    const ring = [
      { lat: 0, lng: -0.25 },
      { lat: 0, lng: 0.25 },
      { lat: -0.25, lng: 0 },
    ]
    const degree = (EARTH_RADIUS_METERS * Math.PI) / 180
    expect(metersOutsidePolygon({ lat: 0.1, lng: 0.1 }, ring)).toBeCloseTo(degree / 10, 3)
    expect(metersOutsidePolygon({ lat: 0, lng: 0.35 }, ring)).toBeCloseTo(degree / 10, 3)
    expect(metersOutsidePolygon({ lat: 90, lng: 0 }, ring)).toBeCloseTo(degree * 90, 3)
  })

  test('is 0 up to 1 mm beside an edge, and the distance beyond', () => {
    const ring = [
      { lat: 0, lng: -0.25 },
      { lat: 0, lng: 0.25 },
      { lat: -0.25, lng: 0 },
    ]
    const north = (meters: number) => placeNear({ lat: 0, lng: 0.1 }, 0, meters)
    expect(metersOutsidePolygon(north(0.0009), ring)).toBe(0)
    expect(metersOutsidePolygon(north(0.0011), ring)).toBeCloseTo(0.0011, 6)
    const east = (meters: number) => placeNear({ lat: 0, lng: 0.25 }, meters, 0)
    expect(metersOutsidePolygon(east(0.0009), ring)).toBe(0)
    expect(metersOutsidePolygon(east(0.0011), ring)).toBeCloseTo(0.0011, 6)
  })
})
