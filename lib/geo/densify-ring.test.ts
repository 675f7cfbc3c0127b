import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { polygons } from '#lib/builders/polygons.ts'
import { densifyRing } from '#lib/geo/densify-ring.ts'
import { turnedLng } from '#lib/geo/map-place.ts'
import { edgesOf, metersToRingBySampling } from '#lib/geo/sphere-oracle.fixture.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

test('straight lines between the points are near the edges, and the points of the ring stay', () => {
  const property = fc.property(polygons, fc.nat(), share, ({ ring }, pick, part) => {
    fc.pre(ring.every(({ lat }) => Math.abs(lat) < 89.999))
    const dense = densifyRing(ring, { metersMax: 5, pointsMax: 9_000 })
    expect(dense.filter((point) => ring.includes(point))).toEqual(ring)
    const edges = edgesOf(dense)
    const [from, to] = edges[pick % edges.length] ?? []
    if (from === undefined || to === undefined) throw new Error('A ring has edges')
    const lng = from.lng + turnedLng(to.lng - from.lng) * part
    const place = {
      lat: from.lat + (to.lat - from.lat) * part,
      lng: lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng,
    }
    expect(metersToRingBySampling(place, ring)).toBeLessThan(5.01)
  })
  fc.assert(property, { numRuns: 300 })
})

test('nothing is added to short edges, to the equator, to meridians, and beyond the limit', () => {
  const triangle = (lat: number, size: number) => [
    { lat, lng: 10 },
    { lat, lng: 10 + size },
    { lat: lat + size, lng: 10 + size },
  ]
  const [metersMax, pointsMax] = [5, 99]
  expect(densifyRing(triangle(52, 0.01), { metersMax, pointsMax })).toHaveLength(3)
  // Only the edge that is neither the equator nor a meridian bends.
  expect(densifyRing(triangle(0, 1), { metersMax, pointsMax }).length).toBeLessThan(7)
  expect(densifyRing(triangle(52, 1), { metersMax, pointsMax: 4 })).toHaveLength(3)
  expect(densifyRing(triangle(52, 1), { metersMax, pointsMax }).length).toBeGreaterThan(9)
})
