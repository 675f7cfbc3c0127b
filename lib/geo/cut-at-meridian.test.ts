import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutAtMeridian } from '#lib/geo/cut-at-meridian.ts'
import type { MapPlace } from '#lib/geo/map-place.ts'

type Pair = readonly [number, number]

const places = (...pairs: Pair[]): MapPlace[] => pairs.map(([x, y]) => ({ x, y }))

const pairsOf = (ring: readonly MapPlace[]) => ring.map(({ x, y }): Pair => [x, y])

/** Twice the area of a ring, positive when it turns left. */
function doubleArea(ring: readonly MapPlace[]): number {
  return ring.reduce((sum, { x, y }, index) => {
    const next = ring[(index + 1) % ring.length] ?? { x, y }
    return sum + x * next.y - next.x * y
  }, 0)
}

/** Stars around (0, 0): concave, with whole numbers, so that many of their points are on the meridian. */
const stars = fc
  .array(
    fc.record({ turn: fc.double({ min: 0, max: 0.9, noNaN: true }), reach: fc.integer({ min: 1, max: 9 }) }),
    {
      minLength: 3,
      maxLength: 24,
    },
  )
  .map((rays) =>
    rays.map(({ turn, reach }, index): MapPlace => {
      const angle = ((index + turn) / rays.length) * 2 * Math.PI
      return { x: Math.round(Math.cos(angle) * reach * 4) / 4, y: Math.sin(angle) * reach }
    }),
  )
  .filter((ring) => doubleArea(ring) > 0)

test('the parts have the area of the ring, each turns left and is on one side', () => {
  const property = fc.property(stars, fc.integer({ min: -9, max: 9 }), (ring, x) => {
    const parts = cutAtMeridian(ring, x)
    expect(parts.reduce((sum, part) => sum + doubleArea(part), 0)).toBeCloseTo(doubleArea(ring), 9)
    for (const part of parts) {
      expect(doubleArea(part)).toBeGreaterThan(-1e-9)
      expect(part.every((place) => place.x <= x) || part.every((place) => place.x >= x)).toBe(true)
    }
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('a comb gives a part for each tooth beyond the meridian', () => {
  const comb = places([0, 0], [3, 0], [3, 1], [1, 1], [1, 2], [3, 2], [3, 3], [0, 3])
  expect(cutAtMeridian(comb, 2).map(pairsOf)).toEqual([
    [
      [2, 0],
      [3, 0],
      [3, 1],
      [2, 1],
    ],
    [
      [2, 1],
      [1, 1],
      [1, 2],
      [2, 2],
      [2, 3],
      [0, 3],
      [0, 0],
      [2, 0],
    ],
    [
      [2, 2],
      [3, 2],
      [3, 3],
      [2, 3],
    ],
  ])
})

test('a ring that only touches the meridian, with a point or an edge, stays whole', () => {
  for (const ring of [places([0, 0], [2, 1], [0, 2]), places([0, 0], [2, 0], [2, 1], [0, 1])]) {
    for (const x of [0, 2]) {
      const [part = [], ...others] = cutAtMeridian(ring, x)
      expect(others).toEqual([])
      expect(doubleArea(part)).toBe(doubleArea(ring))
    }
  }
})
