import { expect, test } from 'vitest'
import { openSeldom } from '#lib/telemetry/open-seldom.ts'

const MINUTE_MS = 60_000

test('the first five equal lines pass, then one a minute with the number of omitted lines', () => {
  const seldom = openSeldom()
  const first = Array.from({ length: 8 }, (_, second) => seldom.due('cannot lease', second * 1_000))
  expect(first).toEqual([0, 0, 0, 0, 0, undefined, undefined, undefined])
  const later = Array.from({ length: 180 }, (_, second) => seldom.due('cannot lease', (8 + second) * 1_000))
  expect(later.filter((leftOut) => leftOut !== undefined)).toEqual([59, 59, 59])
})

test('other lines are not affected', () => {
  const seldom = openSeldom()
  for (let count = 0; count < 100; count += 1) seldom.due('a', count)
  expect(seldom.due('b', 100)).toBe(0)
})

test('after a minute without the line it starts again', () => {
  const seldom = openSeldom()
  for (let count = 0; count < 5; count += 1) seldom.due('a', 0)
  const again = Array.from({ length: 6 }, () => seldom.due('a', MINUTE_MS))
  expect(again).toEqual([0, 0, 0, 0, 0, undefined])
})

test('it remembers a limited number of lines', () => {
  const seldom = openSeldom()
  for (let count = 0; count < 100_000; count += 1) expect(seldom.due(`line ${count}`, 0)).toBe(0)
})
