import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { degrees, points } from '#lib/builders/points.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { isOnGlobe } from '#lib/geo/point.ts'
import { GRID_METERS, snapToGrid } from '#lib/geo/snap.ts'
import { travel } from '#lib/geo/travel.ts'

test('snapToGrid() of a snapped point changes nothing', () => {
  const property = fc.property(points, (point) => {
    const cell = snapToGrid(point)
    expect(snapToGrid(cell)).toEqual(cell)
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('snapToGrid() stays on the globe', () => {
  const reached = fc.record({ lat: degrees(-90, 90), lng: degrees(-180, 180) })
  const property = fc.property(reached, (point) => {
    expect(isOnGlobe(snapToGrid(point))).toBe(true)
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('snapToGrid() moves a point by no more than half the diagonal of a cell, where people live', () => {
  const inhabited = fc.record({ lat: degrees(-75, 75), lng: degrees(-180, 180) })
  const halfDiagonal = (GRID_METERS * Math.SQRT2) / 2
  const property = fc.property(inhabited, (point) => {
    expect(distanceMeters(point, snapToGrid(point))).toBeLessThan(halfDiagonal + 1)
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('snapToGrid() gives points of one cell the same place, and tells nothing of where they are in it', () => {
  const cell = snapToGrid({ lat: 52.52, lng: 13.405 })
  const neighbours = Array.from({ length: 360 }, (_, bearing) => snapToGrid(travel(cell, bearing, 240)))
  expect(new Set(neighbours.map(({ lat, lng }) => `${lat},${lng}`))).toEqual(
    new Set([`${cell.lat},${cell.lng}`]),
  )
})

test('snapToGrid() of points two cells apart differs', () => {
  const cell = snapToGrid({ lat: 52.52, lng: 13.405 })
  for (const bearing of [0, 90, 180, 270]) {
    expect(snapToGrid(travel(cell, bearing, 2 * GRID_METERS))).not.toEqual(cell)
  }
})

test('snapToGrid() never gives minus zero', () => {
  expect(Object.is(snapToGrid({ lat: 89.87472, lng: -0.0000001 }).lng, 0)).toBe(true)
})
