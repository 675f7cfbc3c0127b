import { expect, test } from 'vitest'
import { ifNoneMatch } from '#lib/http/conditional.ts'

test.each(['"a"', 'W/"a"', '"b", W/"a"', '"b","a"', '*', ' * '])('%s names "a", weak or not', (header) => {
  expect(ifNoneMatch(header, '"a"')).toBe(true)
  expect(ifNoneMatch(header, 'W/"a"')).toBe(true)
})

test.each([undefined, '', '"b"', 'a', '"a', 'w/"a"', '"aa"', 'W/W/"a"'])('%s does not name "a"', (header) => {
  expect(ifNoneMatch(header, '"a"')).toBe(false)
})
