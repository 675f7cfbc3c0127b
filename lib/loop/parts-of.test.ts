import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsOf } from '#lib/loop/parts-of.ts'

test('partsOf() divides a sequence into full parts and a rest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (items, size) => {
      const parts = [...partsOf(items, size)]
      expect(parts.flat()).toEqual(items)
      expect(parts.slice(0, -1).every(({ length }) => length === size)).toBe(true)
      expect(parts.at(-1)?.length ?? 1).toBeGreaterThan(0)
    }),
  )
})
