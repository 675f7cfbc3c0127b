import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { boxInside } from '#lib/geo/box-inside.ts'
import { distanceMeters } from '#lib/geo/distance.ts'

const shares = fc.constantFrom(0, 0.25, 0.5, 0.75, 1)

test('every point of the box is in the circle, and its corners are near the rim', () => {
  let boxes = 0
  const property = fc.property(
    points,
    fc.integer({ min: 1, max: 100_000 }),
    shares,
    shares,
    (centre, radiusMeters, x, y) => {
      const box = boxInside({ centre, radiusMeters })
      fc.pre(box !== undefined)
      boxes += 1
      const { south, north, west, east } = box
      const point = { lat: south + (north - south) * y, lng: west + (east - west) * x }
      expect(distanceMeters(centre, point)).toBeLessThanOrEqual(radiusMeters)
      const corner = { lat: Math.abs(south) < Math.abs(north) ? south : north, lng: west }
      expect(distanceMeters(centre, corner)).toBeGreaterThan(radiusMeters * 0.9)
    },
  )
  fc.assert(property, { numRuns: 500 })
  expect(boxes).toBeGreaterThan(100)
})
