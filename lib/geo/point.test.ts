import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { isOnGlobe } from '#lib/geo/point.ts'

test('isOnGlobe() takes every point of the globe, edges included', () => {
  const property = fc.property(points, (point) => {
    expect(isOnGlobe(point)).toBe(true)
  })
  fc.assert(property)
})

test('isOnGlobe() refuses what lies beyond, and what is no number', () => {
  for (const lat of [90.000_001, -91, Infinity, NaN]) expect(isOnGlobe({ lat, lng: 0 })).toBe(false)
  for (const lng of [180.000_001, -181, -Infinity, NaN]) expect(isOnGlobe({ lat: 0, lng })).toBe(false)
})
