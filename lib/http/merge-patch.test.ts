import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergePatch } from '#lib/http/merge-patch.ts'

// https://www.rfc-editor.org/rfc/rfc7396#appendix-A
const EXAMPLES: readonly (readonly [value: string, patch: string, result: string])[] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
]

test.each(EXAMPLES)('%s patched with %s is %s', (value, patch, result) => {
  expect(mergePatch(JSON.parse(value), JSON.parse(patch))).toEqual(JSON.parse(result))
})

test('a field named __proto__ is a field like any other', () => {
  const patch: unknown = JSON.parse('{"ext":{"__proto__":{"isAdmin":true},"constructor":1}}')
  const merged = mergePatch({ ext: {} }, patch)
  expect(JSON.stringify(merged)).toBe('{"ext":{"__proto__":{"isAdmin":true},"constructor":1}}')
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
})

test('a patch changes neither of the two, and the same patch again changes nothing more', () => {
  const property = fc.property(fc.jsonValue(), fc.jsonValue(), (value, patch) => {
    const before = JSON.stringify([value, patch])
    const once = mergePatch(value, patch)
    expect(JSON.stringify([value, patch])).toBe(before)
    expect(JSON.stringify(mergePatch(once, patch))).toBe(JSON.stringify(once))
  })
  fc.assert(property, { numRuns: 200 })
})
