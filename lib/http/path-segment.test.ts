import { expect, test } from 'vitest'
import { pathSegment } from '#lib/http/path-segment.ts'

test.each(['a', 'a/b', '...', '.a', '%2e%2e', '%2E', 'a?b#c', '__proto__', '\u{1F4F1}', ' ', '\\..\\'])(
  '%j is one segment of a path, and decodes to itself',
  (text) => {
    const { pathname } = new URL(`/people/${pathSegment(text)}/devices`, 'http://station')
    const parts = pathname.split('/')
    expect(parts).toHaveLength(4)
    expect(decodeURIComponent(parts[2] ?? '')).toBe(text)
  },
)

test.each(['', '.', '..', '\ud800', 'a\udfff'])('%j is refused', (text) => {
  expect(() => pathSegment(text)).toThrow('Cannot put')
})
