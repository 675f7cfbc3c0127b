import { expect, test } from 'vitest'
import { openLineBuffer } from './open-line-buffer.ts'

const NOW = 1_000
const refusedLine = (line: number) => ({ kind: 'refused', refused: { line, reason: 'wrong' } }) as const

test('lines are due when they are many, large, or the oldest waits for 20 s', () => {
  const buffer = openLineBuffer(NOW)
  buffer.add(refusedLine(1), { number: 1, bytes: 10 })
  expect([buffer.isDue(NOW + 19_999), buffer.isDue(NOW + 20_000)]).toEqual([false, true])
  expect(buffer.take(NOW + 20_000)).toMatchObject({ offers: [], refused: [{ line: 1 }], lines: 1 })
  for (let number = 2; number <= 250; number += 1) buffer.add(refusedLine(number), { number, bytes: 10 })
  expect(buffer.isDue(NOW + 20_000)).toBe(false)
  buffer.add(refusedLine(251), { number: 251, bytes: 10 })
  expect(buffer.isDue(NOW + 20_000)).toBe(true)
  expect(buffer.take(NOW + 20_000)?.refused).toHaveLength(250)
  buffer.add(refusedLine(252), { number: 252, bytes: 2_097_152 })
  expect(buffer.isDue(NOW + 20_000)).toBe(true)
})

test('an empty line counts, and is taken once', () => {
  const buffer = openLineBuffer(NOW)
  expect(buffer.take(NOW)).toBeUndefined()
  buffer.add({ kind: 'empty' }, { number: 7, bytes: 0 })
  expect(buffer.take(NOW)).toEqual({ offers: [], refused: [], lines: 7 })
  expect(buffer.take(NOW)).toBeUndefined()
})
