import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { distanceMeters, EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'

const HALF_WAY_ROUND = Math.PI * EARTH_RADIUS_METERS

test('distanceMeters() gives a known distance', () => {
  // Berlin to Paris: 879.7 km on the sphere of this radius.
  const meters = distanceMeters({ lat: 52.52, lng: 13.405 }, { lat: 48.8566, lng: 2.3522 })
  expect(Math.abs(meters - 878_000)).toBeLessThan(2_000)
})

test('distanceMeters() goes the short way over the antimeridian and the poles', () => {
  const degree = HALF_WAY_ROUND / 180
  expect(distanceMeters({ lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 })).toBeCloseTo(degree, 3)
  expect(distanceMeters({ lat: 89.5, lng: 0 }, { lat: 89.5, lng: 180 })).toBeCloseTo(degree, 3)
  expect(distanceMeters({ lat: 90, lng: 12 }, { lat: 90, lng: -77 })).toBeCloseTo(0, 6)
})

test('distanceMeters() is half the way round to the other side of the world, and never NaN', () => {
  expect(distanceMeters({ lat: 90, lng: 0 }, { lat: -90, lng: 0 })).toBeCloseTo(HALF_WAY_ROUND, 3)
  const property = fc.property(points, ({ lat, lng }) => {
    const opposite = { lat: -lat, lng: lng > 0 ? lng - 180 : lng + 180 }
    expect(Math.abs(distanceMeters({ lat, lng }, opposite) - HALF_WAY_ROUND)).toBeLessThan(1)
  })
  fc.assert(property)
})

test('distanceMeters() is zero to itself, the same both ways, and never longer by a direct way', () => {
  const property = fc.property(points, points, points, (a, b, c) => {
    expect(distanceMeters(a, a)).toBe(0)
    expect(distanceMeters(a, b)).toBeCloseTo(distanceMeters(b, a), 6)
    expect(distanceMeters(a, c)).toBeLessThanOrEqual(distanceMeters(a, b) + distanceMeters(b, c) + 0.5)
  })
  fc.assert(property)
})
