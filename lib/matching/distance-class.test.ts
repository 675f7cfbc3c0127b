import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { classBounds, DISTANCE_CLASSES, distanceClass } from '#lib/matching/distance-class.ts'

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

test('the bounds of the classes leave no distance out, and belong to the class', () => {
  for (const [index, name] of DISTANCE_CLASSES.entries()) {
    const { beyondMeters, untilMeters } = classBounds(index)
    expect(distanceClass(untilMeters)).toBe(name)
    expect(beyondMeters).toBe(index === 0 ? undefined : classBounds(index - 1).untilMeters)
  }
  // The next greater number belongs to the next class.
  expect([1_000, 2_000, 5_000, 10_000].map(distanceClass)).toEqual(DISTANCE_CLASSES.slice(1))
})
