import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { polygons } from '#lib/builders/polygons.ts'
import { distanceMeters, EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import { areaSquareMeters, capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { areaByAngles, edgesOf, placeNear, pointBetween } from '#lib/geo/sphere-oracle.fixture.ts'

const offsets = fc.double({ min: -1, max: 1, noNaN: true })

describe('areaSquareMeters()', () => {
  test('is the area that the inner angles give', () => {
    const property = fc.property(polygons, ({ ring }) => {
      const area = areaSquareMeters(ring)
      // The angles of short edges have larger rounding errors, and the oracle multiplies them by the square of the Earth's radius.
      const shortest = Math.min(...edgesOf(ring).map(([from, to]) => distanceMeters(from, to)))
      const tolerance = (4e5 * ring.length) / shortest + 1
      expect(Math.abs(area - areaByAngles(ring))).toBeLessThan(tolerance)
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('is the known area of a circle, around the poles and elsewhere', () => {
    const known = 2 * Math.PI * (1 - Math.cos(50_000 / EARTH_RADIUS_METERS)) * EARTH_RADIUS_METERS ** 2
    const reach = Math.tan(50_000 / EARTH_RADIUS_METERS) * EARTH_RADIUS_METERS
    for (const lat of [-90, -45, 0, 60, 90]) {
      const ring = Array.from({ length: 500 }, (_, index) => {
        const angle = (index / 500) * 2 * Math.PI
        return placeNear({ lat, lng: 180 }, Math.sin(angle) * reach, Math.cos(angle) * reach)
      })
      // A polygon of n points inside of a circle has sin(2π/n) / (2π/n) of its area.
      const share = Math.sin((2 * Math.PI) / 500) / ((2 * Math.PI) / 500)
      expect(areaSquareMeters(ring) / known / share).toBeCloseTo(1, 6)
    }
  })

  test('is exact for squares of any size', () => {
    for (const meters of [0.1, 1, 100, 10_000]) {
      const ring = [45, 135, 225, 315].map((degrees) => {
        const angle = (degrees * Math.PI) / 180
        return placeNear({ lat: 52.5, lng: 13.4 }, Math.sin(angle) * meters, Math.cos(angle) * meters)
      })
      expect(areaSquareMeters(ring) / (2 * meters * meters)).toBeCloseTo(1, 5)
    }
  })
})

describe('capRadiusMeters()', () => {
  test('is the distance to the farthest point of the ring', () => {
    const property = fc.property(polygons, ({ at, ring }) => {
      const farthest = Math.max(...ring.map((point) => distanceMeters(at, point)))
      expect(capRadiusMeters(ring, at) - farthest).toBeCloseTo(0.001, 6)
    })
    fc.assert(property)
  })

  test('holds every point of the edges, and every point inside', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const property = fc.property(polygons, share, offsets, offsets, ({ at, ring }, part, east, north) => {
      const radius = capRadiusMeters(ring, at)
      for (const [from, to] of edgesOf(ring)) {
        expect(distanceMeters(at, pointBetween(from, to, part))).toBeLessThanOrEqual(radius)
      }
      const point = placeNear(at, east * radius * 1.1, north * radius * 1.1)
      fc.pre(isInPolygon(point, ring))
      expect(distanceMeters(at, point)).toBeLessThanOrEqual(radius)
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('holds a point 0.9 mm outside of a corner, for which isInPolygon() is true', () => {
    const at = { lat: 10, lng: 180 }
    const ring = [0, 120, 240].map((degrees) => {
      const angle = (degrees * Math.PI) / 180
      return placeNear(at, Math.sin(angle) * 60_000, Math.cos(angle) * 60_000)
    })
    const beside = placeNear(at, 0, 60_000.000_9)
    expect(isInPolygon(beside, ring)).toBe(true)
    expect(distanceMeters(at, beside)).toBeLessThanOrEqual(capRadiusMeters(ring, at))
  })
})
