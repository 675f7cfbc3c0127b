import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { points } from '#lib/builders/points.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { isOnGlobe } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'

const bearings = fc.double({ min: 0, max: 360, noNaN: true })
const lengths = fc.double({ min: 0, max: 1_000_000, noNaN: true })

test('travel() goes where the bearing points', () => {
  const start = { lat: 10, lng: 20 }
  expect(travel(start, 0, 100_000).lat).toBeGreaterThan(10.8)
  expect(travel(start, 180, 100_000).lat).toBeLessThan(9.2)
  expect(travel(start, 90, 100_000).lng).toBeGreaterThan(20.8)
  expect(travel(start, 270, 100_000).lng).toBeLessThan(19.2)
})

test('travel() crosses the antimeridian and stays on the globe', () => {
  expect(travel({ lat: 0, lng: 179.99 }, 90, 10_000).lng).toBeLessThan(-179)
  expect(travel({ lat: 0, lng: -179.99 }, 270, 10_000).lng).toBeGreaterThan(179)
  const property = fc.property(points, bearings, lengths, (from, bearing, meters) => {
    expect(isOnGlobe(travel(from, bearing, meters))).toBe(true)
  })
  fc.assert(property)
})

test('travel() arrives as far away as it went', () => {
  const property = fc.property(points, bearings, lengths, (from, bearing, meters) => {
    expect(Math.abs(distanceMeters(from, travel(from, bearing, meters)) - meters)).toBeLessThan(0.2)
  })
  fc.assert(property, { numRuns: 500 })
})

test('travel() of nothing stays', () => {
  const property = fc.property(points, bearings, (from, bearing) => {
    expect(distanceMeters(from, travel(from, bearing, 0))).toBeLessThan(0.2)
  })
  fc.assert(property)
})
