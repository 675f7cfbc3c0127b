import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { polygons } from '#lib/builders/polygons.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import { metersOutsidePolygon } from '#lib/geo/meters-outside-polygon.ts'
import type { Point } from '#lib/geo/point.ts'
import {
  antipodeOf,
  edgesOf,
  isInsideByBearings,
  metersToRingBySampling,
  placeNear,
  pointBetween,
} from '#lib/geo/sphere-oracle.fixture.ts'

const shares = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))
const offsets = fc.double({ min: -1, max: 1, noNaN: true })

describe('isInPolygon()', () => {
  test('agrees with the bearings to the ring, for points around the polygon', () => {
    const reach = fc.constantFrom(8, 100, 1_000, 10_000, 70_000)
    const property = fc.property(polygons, reach, offsets, offsets, ({ at, ring }, meters, east, north) => {
      const point = placeNear(at, east * meters, north * meters)
      fc.pre(metersToRingBySampling(point, ring) > 0.0011)
      expect(isInPolygon(point, ring)).toBe(isInsideByBearings(point, ring))
    })
    fc.assert(property, { numRuns: 250 })
  })

  test('agrees with the bearings to the ring, for points 2 mm to 10 m from a point of an edge', () => {
    const place = fc.record({
      pick: fc.nat(),
      share: shares,
      angle: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      meters: fc.constantFrom(0.002, 0.1, 10),
    })
    const property = fc.property(polygons, place, ({ ring }, { pick, share, angle, meters }) => {
      const [from, to] = edgesOf(ring)[pick % ring.length] as [Point, Point]
      const foot = pointBetween(from, to, share)
      const point = placeNear(foot, Math.sin(angle) * meters, Math.cos(angle) * meters)
      fc.pre(metersToRingBySampling(point, ring) > 0.0011)
      expect(isInPolygon(point, ring)).toBe(isInsideByBearings(point, ring))
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('contains every point of the ring, and every point of its edges', () => {
    const property = fc.property(polygons, shares, ({ ring }, share) => {
      for (const [from, to] of edgesOf(ring)) {
        expect(isInPolygon(from, ring)).toBe(true)
        expect(isInPolygon(pointBetween(from, to, share), ring)).toBe(true)
      }
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('contains the location, and nothing far away', () => {
    const property = fc.property(polygons, points, ({ at, ring }, point) => {
      expect(isInPolygon(at, ring)).toBe(true)
      expect(isInPolygon(antipodeOf(at), ring)).toBe(false)
      for (const vertex of ring) expect(isInPolygon(antipodeOf(vertex), ring)).toBe(false)
      fc.pre(metersOutsidePolygon(point, ring) > 200_000)
      expect(isInPolygon(point, ring)).toBe(false)
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('does not depend on the direction or the start of the ring', () => {
    const property = fc.property(polygons, fc.nat(), offsets, offsets, ({ at, ring }, pick, east, north) => {
      const point = placeNear(at, east * 1_000, north * 1_000)
      fc.pre(metersToRingBySampling(point, ring) > 0.0011)
      const start = pick % ring.length
      const turned = [...ring.slice(start), ...ring.slice(0, start)].toReversed()
      expect(isInPolygon(point, turned)).toBe(isInPolygon(point, ring))
    })
    fc.assert(property)
  })

  test('follows great circles, not parallels', () => {
    // At 60° the arc between two points of a parallel that are 60 km apart goes 122 m north of it.
    const ring = [
      { lat: 60, lng: 0 },
      { lat: 60, lng: 1.078 },
      { lat: 60.0001, lng: 1.078 },
      { lat: 60.0001, lng: 0 },
    ]
    expect(isInPolygon({ lat: 60.00005, lng: 0.539 }, ring)).toBe(false)
    expect(isInPolygon({ lat: 60.00115, lng: 0.539 }, ring)).toBe(true)
  })

  test('takes the antimeridian for one line, and a pole for one point', () => {
    const east = [
      { lat: 10, lng: 180 },
      { lat: 10, lng: 179.5 },
      { lat: 10.3, lng: -179.8 },
    ]
    for (const lng of [180, -180]) {
      expect(isInPolygon({ lat: 10, lng }, east)).toBe(true)
      expect(isInPolygon({ lat: 10.1, lng }, east)).toBe(true)
      expect(isInPolygon({ lat: 9.9, lng }, east)).toBe(false)
    }
    const pole = [0, 120, -120].map((lng) => ({ lat: -89.9, lng }))
    for (const lng of [-180, -77, 0, 33, 180]) expect(isInPolygon({ lat: -90, lng }, pole)).toBe(true)
    expect(isInPolygon({ lat: -89.9, lng: 60 }, pole)).toBe(false)
  })
})
