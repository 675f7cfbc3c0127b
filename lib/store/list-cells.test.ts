import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { degrees } from '#lib/builders/points.ts'
import { travel } from '#lib/geo/travel.ts'
import { cellsOfCircle, listCells } from './list-cells.ts'

const points = fc.record({ lat: degrees(-90, 90), lng: degrees(-180, 180) })

test('a circle has a cell of every point in it, for its kind only', () => {
  fc.assert(
    fc.property(
      points,
      fc.double({ min: 1, max: 56_000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      (centre, radiusMeters, share, bearing) => {
        const cells = cellsOfCircle('offer', { centre, radiusMeters }) ?? []
        const point = travel(centre, bearing, radiusMeters * share * 0.999_999)
        expect(listCells('offer', point).filter((cell) => cells.includes(cell))).toHaveLength(1)
        expect(listCells('search', point).filter((cell) => cells.includes(cell))).toEqual([])
      },
    ),
    { numRuns: 500 },
  )
})

test('a circle has at most 80 cells of a kind; a larger one has none', () => {
  fc.assert(
    fc.property(points, fc.constantFrom(0, 1_000, 8_000, 8_001, 56_000), (centre, radiusMeters) => {
      const cells = cellsOfCircle('search', { centre, radiusMeters }) ?? []
      expect(cells.length).toBeGreaterThan(0)
      expect(cells.length).toBeLessThanOrEqual(80)
      expect(cellsOfCircle(undefined, { centre, radiusMeters })).toHaveLength(cells.length * 2)
    }),
    { numRuns: 300 },
  )
  expect(cellsOfCircle('offer', { centre: { lat: 0, lng: 0 }, radiusMeters: 56_001 })).toBeUndefined()
})

test('what has no place has no cells', () => {
  expect(listCells('offer', undefined)).toEqual([])
})
