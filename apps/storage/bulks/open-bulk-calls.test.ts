import { expect, test } from 'vitest'
import { CALLS_MAX, openBulkCalls } from './open-bulk-calls.ts'

test('a call that takes a bulk over ends the one that held it, and only that one', () => {
  const calls = openBulkCalls()
  const [first, second, other] = [calls.enter('a'), calls.enter('a'), calls.enter('b')]
  other.takeOver()
  first.takeOver()
  expect(first.signal.aborted).toBe(false)
  second.takeOver()
  expect([first, second, other].map(({ signal }) => signal.aborted)).toEqual([true, false, false])
  first.leave()
  second.leave()
  calls.enter('a').takeOver()
  expect(second.signal.aborted).toBe(false)
})

test('few calls write for one owner at once', () => {
  const calls = openBulkCalls()
  const entered = Array.from({ length: CALLS_MAX }, () => calls.enter('a'))
  expect(() => calls.enter('a')).toThrow('At most 4 calls')
  calls.enter('b')
  entered[0]?.leave()
  calls.enter('a')
})
