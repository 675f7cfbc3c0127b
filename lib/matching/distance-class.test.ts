import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DISTANCE_CLASSES, distanceClass } from '#lib/matching/distance-class.ts'

test('distanceClass() gives a border to the farther class', () => {
  const borders = [0, 999.999, 1_000, 1_999, 2_000, 4_999, 5_000, 9_999, 10_000, 20_000_000, Infinity]
  expect(borders.map(distanceClass)).toEqual([
    '<1',
    '<1',
    '1-2',
    '1-2',
    '2-5',
    '2-5',
    '5-10',
    '5-10',
    '>10',
    '>10',
    '>10',
  ])
})

test('distanceClass() never falls while the distance grows', () => {
  const meters = fc.double({ min: 0, max: 30_000, noNaN: true })
  const rank = (value: number): number => DISTANCE_CLASSES.indexOf(distanceClass(value))
  const property = fc.property(meters, meters, (a, b) => {
    expect(rank(Math.min(a, b))).toBeLessThanOrEqual(rank(Math.max(a, b)))
  })
  fc.assert(property)
})
