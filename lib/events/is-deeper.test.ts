import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDeeper } from '#lib/events/is-deeper.ts'

test('isDeeper() finds the depth of every value', () => {
  fc.assert(
    fc.property(fc.nat(50), (depth) => {
      let value: unknown = 1
      for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
      expect(isDeeper(value, depth)).toBe(false)
      expect(isDeeper(value, depth - 1)).toBe(depth > 0)
    }),
  )
})
