import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { polygons } from '#lib/builders/polygons.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import { areaOnMap, crossingsOnMap, isInsideOnMap } from '#lib/geo/map-oracle.fixture.ts'
import { MAP_ERROR_METERS, MAP_POINTS_MAX, mapPolygons } from '#lib/geo/map-polygons.ts'
import type { Point } from '#lib/geo/point.ts'
import { areaSquareMeters } from '#lib/geo/polygon-size.ts'
import { edgesOf, metersToRingBySampling, placeNear } from '#lib/geo/sphere-oracle.fixture.ts'

const offsets = fc.double({ min: -1, max: 1, noNaN: true })

/** A ring through these positions of GeoJSON. */
const ringOf = (...positions: (readonly [number, number])[]) => positions.map(([lng, lat]) => ({ lat, lng }))

const positionsOf = (ring: readonly Point[]) => ring.map(({ lat, lng }) => [lng, lat])

describe('mapPolygons()', () => {
  test('have inside what was inside, and outside what was outside, but for a few metres along the edges', () => {
    const reach = fc.constantFrom(8, 100, 1_000, 10_000, 70_000)
    let inside = 0
    const property = fc.property(polygons, reach, offsets, offsets, ({ at, ring }, meters, east, north) => {
      const point = placeNear(at, east * meters, north * meters)
      fc.pre(metersToRingBySampling(point, ring) > MAP_ERROR_METERS + 0.01)
      // These are on the edge of the map.
      fc.pre(Math.abs(point.lat) < 90 && Math.abs(point.lng) < 180)
      const isInside = isInPolygon(point, ring)
      inside += Number(isInside)
      expect(isInsideOnMap(point, mapPolygons(ring).rings)).toBe(isInside)
    })
    fc.assert(property, { numRuns: 600 })
    expect(inside).toBeGreaterThan(50)
  })

  test('keep the area, are counter-clockwise, on the map, and do not cross themselves or each other', () => {
    const property = fc.property(polygons, ({ ring }) => {
      const { rings } = mapPolygons(ring)
      const meters = edgesOf(ring).reduce((sum, [from, to]) => sum + distanceMeters(from, to), 0)
      expect(Math.abs(areaOnMap(rings) - areaSquareMeters(ring))).toBeLessThan(meters * MAP_ERROR_METERS + 1)
      // Very near the poles, lines bend so much that parts of centimetres cross.
      if (ring.every(({ lat }) => Math.abs(lat) < 85)) expect(crossingsOnMap(rings)).toBe(0)
      for (const part of rings) {
        expect(areaOnMap([part])).toBeGreaterThan(0)
        expect(part.length).toBeGreaterThanOrEqual(3)
        for (const { lat, lng } of part)
          expect([Math.abs(lat) <= 90, Math.abs(lng) <= 180]).toEqual([true, true])
        for (const [from, to] of edgesOf(part)) expect(from).not.toEqual(to)
      }
    })
    fc.assert(property, { numRuns: 200 })
  })

  test('have a box around all of them, whose west is greater than its east across the antimeridian', () => {
    const property = fc.property(polygons, ({ ring }) => {
      const { rings, box } = mapPolygons(ring)
      const { south, north, west, east } = box
      for (const { lat, lng } of rings.flat()) {
        if (Math.abs(lat) === 90) continue
        const isBetween = west > east ? lng >= west || lng <= east : lng >= west && lng <= east
        const isBorder = Math.abs(lng) === 180
        expect({ lat, lng, isIn: isBetween || isBorder }).toEqual({ lat, lng, isIn: true })
        expect(lat >= south && lat <= north).toBe(true)
      }
      expect(west > east).toBe(rings.length > 1 && west !== -180)
    })
    fc.assert(property, { numRuns: 300 })
  })

  test('keep the points of a small ring as they are, in the order of the right-hand rule', () => {
    const ring = ringOf([13.39, 52.49], [13.41, 52.51], [13.45, 52.5], [13.44, 52.48])
    for (const given of [ring, ring.toReversed()]) {
      expect(mapPolygons(given).rings).toEqual([
        expect.toSatisfy((part: Point[]) => isSame(part, ring.toReversed())),
      ])
    }
    expect(mapPolygons(ring).box).toEqual({ south: 52.48, north: 52.51, west: 13.39, east: 13.45 })
  })

  test('are cut at the antimeridian, into as many parts as it has there', () => {
    const { rings, box } = mapPolygons(ringOf([179.9, 0], [-179.9, 0], [-179.9, 0.1], [179.9, 0.1]))
    expect(rings.map(positionsOf)).toEqual([
      [
        [-180, 0],
        [-179.9, 0],
        [-179.9, 0.1],
        [-180, 0.1],
      ],
      [
        [180, 0.1],
        [179.9, 0.1],
        [179.9, 0],
        [180, 0],
      ],
    ])
    expect(box).toEqual({ south: 0, north: 0.1, west: 179.9, east: -179.9 })
    const comb = ringOf([179.9, 0], [179.95, 0], [-179.9, 0.1], [179.92, 0.2], [-179.9, 0.3], [179.9, 0.4])
    expect(mapPolygons(comb).rings.length).toBe(3)
  })

  test('that only touch the antimeridian are not cut', () => {
    for (const lng of [180, -180]) {
      const west = mapPolygons(ringOf([179.9, 0], [lng, 0], [lng, 0.1], [179.9, 0.1]))
      expect(west.rings.map(positionsOf)).toEqual([
        expect.arrayContaining([
          [180, 0],
          [180, 0.1],
        ]),
      ])
      expect(west.box).toEqual({ south: 0, north: 0.1, west: 179.9, east: 180 })
      const east = mapPolygons(ringOf([-179.9, 0.1], [lng, 0.1], [lng, 0], [-179.9, 0]))
      expect(east.rings.map(positionsOf)).toEqual([
        expect.arrayContaining([
          [-180, 0],
          [-180, 0.1],
        ]),
      ])
      expect(east.box).toEqual({ south: 0, north: 0.1, west: -180, east: -179.9 })
    }
  })

  test.each([90, -90])('around the pole at %i reach the edge of the map', (pole) => {
    const lat = pole - Math.sign(pole) * 0.5
    const { rings, box } = mapPolygons([0, 90, 180, -90].map((lng) => ({ lat, lng })))
    expect(rings.length).toBe(1)
    expect(positionsOf(rings[0] ?? [])).toEqual(
      expect.arrayContaining([
        [-180, pole],
        [180, pole],
      ]),
    )
    expect(box).toMatchObject({ west: -180, east: 180, [pole > 0 ? 'north' : 'south']: pole })
  })

  test.each([
    ['a point', ringOf([0, 90], [10, 89.8], [60, 89.8])],
    ['an edge', ringOf([-30, 89.9], [150, 89.8], [60, 89.7])],
    ['a point of the other name', ringOf([123, 90], [170, 89.8], [-130, 89.8])],
  ])('with %s at the pole are as large as the polygon', (_, north) => {
    for (const ring of [north, north.map(({ lat, lng }) => ({ lat: -lat, lng }))]) {
      const { rings } = mapPolygons(ring)
      const [area, expected] = [areaOnMap(rings), areaSquareMeters(ring)]
      expect(area / expected).toBeCloseTo(1, 3)
      expect(crossingsOnMap(rings)).toBe(0)
    }
  })

  test('have no more points than the limit, however long the edges are', () => {
    const star = Array.from({ length: 500 }, (_, index) => {
      const meters = index % 2 === 0 ? 60_000 : 100 + index
      const angle = (index / 500) * 2 * Math.PI
      return placeNear({ lat: 89.6, lng: 30 }, Math.sin(angle) * meters, Math.cos(angle) * meters)
    })
    const points = mapPolygons(star).rings.flat().length
    expect(points).toBeGreaterThan(500)
    expect(points).toBeLessThan(MAP_POINTS_MAX + 20)
  })
})

/** True when two rings are the same, wherever they begin. */
function isSame(a: readonly Point[], b: readonly Point[]): boolean {
  return isRotated(positionsOf(a), positionsOf(b))
}

function isRotated(a: readonly unknown[], b: readonly unknown[]): boolean {
  return (
    a.length === b.length &&
    b.some((_, index) => JSON.stringify([...b.slice(index), ...b.slice(0, index)]) === JSON.stringify(a))
  )
}
