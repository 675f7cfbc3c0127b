import { expect, test } from 'vitest'
import { duration } from './duration.ts'

test.each([
  [0, 'en', '0 ms'],
  [999, 'de', '999 ms'],
  [1_000, 'en', '1 s'],
  [1_250, 'de', '1,25 s'],
  [60_000, 'en', '1 min 0 s'],
  [3_600_000, 'en', '1 h 0 min 0 s'],
  [27_060_005, 'de', '7 h 31 min 0,005 s'],
] as const)('%i ms for people who read "%s" are "%s"', (ms, language, text) => {
  expect(duration(ms, language).replaceAll('\u00A0', ' ')).toBe(text)
})
