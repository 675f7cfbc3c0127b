import { expect, test } from 'vitest'
import { numberOf } from '#lib/events/read-number.ts'

test.each([
  [52.5, 52.5],
  ['52.5', 52.5],
  [' 52.5 ', 52.5],
  ['53,0792962', 53.0792962],
  ['-0,5', -0.5],
  ['+1', 1],
  ['1e3', 1_000],
  ['1,5E-2', 0.015],
  ['.5', 0.5],
  ['5.', 5],
  [0, 0],
  ['0', 0],
])('%j is %d', (value, number) => {
  expect(numberOf(value)).toBe(number)
})

test.each([
  '',
  ' ',
  'NaN',
  'Infinity',
  '0x10',
  '0b1',
  '1_000',
  '1,234.5',
  '1,2,3',
  '52.5N',
  '.',
  ',',
  'e3',
  '1e400',
  Number.NaN,
  Infinity,
  null,
  undefined,
  true,
  [52.5],
  {},
])('%j is not a number', (value) => {
  expect(numberOf(value)).toBeUndefined()
})
