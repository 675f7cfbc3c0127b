import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuery } from './read-query.ts'

const piece = fc.stringMatching(/^[a-c%+=&0-9A-F é_]{0,12}$/u)

test('reads any query as URLSearchParams does', () => {
  fc.assert(
    fc.property(fc.oneof(piece, fc.webQueryParameters(), fc.string()), (query) => {
      // A fragment never reaches a server.
      fc.pre(!query.includes('#'))
      const expected = new URLSearchParams(`&${query}`)
      const names = new Set(expected.keys())
      const fields = readQuery(query)
      expect(new Set(Object.keys(fields))).toEqual(names)
      for (const name of names) expect([fields[name]].flat()).toEqual(expected.getAll(name))
    }),
    { numRuns: 2_000 },
  )
})

test('a field may have the name of a built-in property', () => {
  expect(JSON.stringify({ ...readQuery('__proto__=1&constructor=2&toString=3') })).toBe(
    '{"__proto__":"1","constructor":"2","toString":"3"}',
  )
})
