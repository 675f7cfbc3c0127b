import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { ProblemError } from '#lib/http/problem.ts'

const DEPTH = 16

function read(number: string): unknown {
  const value = parseExactJson(`{"n":${number}}`, DEPTH) as { n: unknown }
  return value.n
}

describe('a number that a double holds stays one', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['12.50', 12.5],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', 9_007_199_254_740_992],
    ['-9007199254740992', -9_007_199_254_740_992],
    ['1000000000000000000000000', 1e24],
    ['616581622363398100', 616_581_622_363_398_100],
    ['1e308', 1e308],
    ['0.00000000000000000000000000125', 1.25e-27],
    ['5e-324', 5e-324],
    ['0e999', 0],
    ['0.0000000000000000000000', 0],
    // As phones write positions that they hold as doubles.
    ['52.520000000000003', 52.52],
    ['13.404999999999999', 13.404999999999999],
    ['0.10000000000000001', 0.1],
  ])('%s', (written, value) => {
    expect(read(written)).toBe(value)
  })

  test('any double, as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(JSON.stringify(value))).toBe(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a number that would lose digits becomes text, as it was written', () => {
  test.each([
    '616581622363398142',
    '-616581622363398142',
    '9007199254740993',
    '9007199254740993.0',
    '6.16581622363398142E17',
    '61658162236339814201e-2',
    '0.1234567890123456789',
    '12345678901234567890.5',
    '1e309',
    '-1E+400',
    '1e-400',
    '10000000000000000000000001',
    `1${'0'.repeat(400)}`,
  ])('%s', (written) => {
    expect(read(written)).toBe(written)
  })

  test('every whole number whose digits a double does not keep, and no other', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (whole) => {
        const held = Number(whole)
        expect(read(String(whole))).toBe(String(held) === String(whole) ? held : String(whole))
      }),
      { numRuns: 2_000 },
    )
  })
})

// Numbers as senders write them, among strings that look like JSON.
const number = fc.oneof(
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
  fc.tuple(fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 25n })).map(([whole, part]) => `${whole}.${part}`),
  fc.tuple(fc.integer(), fc.integer({ min: -999, max: 999 })).map(([digits, power]) => `${digits}e${power}`),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => JSON.stringify(each)),
)
const text = fc.array(fc.oneof(number, fc.constantFrom('"', '\\', ',', ':', '[', ']', ' ', '\n', 'a')))
const json: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    text.map((parts) => JSON.stringify(parts.join(''))),
    fc.constantFrom('null', 'true', '[ ]', '{}'),
    fc.array(tie('value'), { maxLength: 5 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(text, tie('value')), { maxLength: 5 })
      .map(
        (fields) => `{${fields.map(([name, each]) => `${JSON.stringify(name.join(''))}:${each}`).join()}}`,
      ),
  ),
})).value

test('everything else is read as usual, with any numbers inside strings', () => {
  fc.assert(
    fc.property(json, (written) => {
      const wrapped = `[${written}]`
      expect(numbered(parseExactJson(wrapped, DEPTH))).toEqual(numbered(parseAsText(wrapped)))
    }),
    { numRuns: 3_000 },
  )
})

test('invalid JSON stays invalid', () => {
  for (const written of [
    '{616581622363398142:1}',
    '{"a":0616581622363398142}',
    '{ 616581622363398142 }',
    '{616581622363398142,"a":1}',
    '[6165816223633981.42.1]',
    '[616581622363398142e]',
    '["616581622363398142]',
    '["a" 616581622363398142]',
    '[-]616581622363398142',
    '[,616581622363398142 "',
  ]) {
    expect(() => parseExactJson(written, DEPTH)).toThrow(ProblemError)
  }
})

/** Every number as text, taken from the source that the engine reports. */
function parseAsText(written: string): unknown {
  const reviver = (_: string, value: unknown, context?: { readonly source: string }) =>
    typeof value === 'number' ? (context?.source ?? '') : value
  return JSON.parse(written, reviver)
}

/** Replaces text that was a number by that number, so that equal doubles compare as equal. */
function numbered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbered)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, numbered(each)]))
  }
  return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value
}
