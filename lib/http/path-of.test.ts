import * as fc from 'fast-check'
import { getPath } from 'hono/utils/url'
import { expect, test } from 'vitest'
import { pathOf } from '#lib/http/path-of.ts'

test.each([
  ['http://localhost/', '/'],
  ['http://a/t/geo?di=1&x=/not/this', '/t/geo'],
  ['https://[::1]:5222/v1/events', '/v1/events'],
  ['http://localhost/t/caf%C3%A9?x', '/t/café'],
  ['http://localhost/livez?', '/livez'],
])('%s is for %s', (url, path) => {
  expect(pathOf(new Request(url))).toBe(path)
})

test('any path is read as Hono reads it', () => {
  const part = fc.oneof(fc.webPath(), fc.string(), fc.constantFrom('%', '%2F', '//', '..', '%zz', '#'))
  fc.assert(
    fc.property(fc.array(part), fc.webQueryParameters(), (parts, query) => {
      const request = new Request(`http://localhost:5222/${parts.join('')}?${query}`)
      expect(pathOf(request)).toBe(getPath(request))
    }),
    { numRuns: 1_000 },
  )
})
