import * as fc from 'fast-check'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { firstIdAt } from '#lib/ids/first-id-at.ts'
import { timeOfId } from '#lib/ids/time-of-id.ts'

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('firstIdAt() has the given time, and no id of that time is smaller', () => {
  fc.assert(
    fc.property(times, (msecs) => {
      expect(timeOfId(firstIdAt(msecs))).toBe(msecs)
      expect(v7({ msecs }) >= firstIdAt(msecs)).toBe(true)
    }),
  )
})

test('firstIdAt() is greater than every earlier id', () => {
  fc.assert(
    fc.property(times, times, (one, other) => {
      fc.pre(one < other)
      expect(v7({ msecs: one }) < firstIdAt(other)).toBe(true)
    }),
  )
})

test('firstIdAt() of a time before 1970 equals that of 1970', () => {
  expect(firstIdAt(-1)).toBe(firstIdAt(0))
})
