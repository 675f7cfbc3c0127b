import { describe, expect, test } from 'vitest'
import { deviceId, ownId, pageLimit, personId } from '#lib/http/wire-schemas.ts'

test.each([
  'anna',
  '019a0000-0000-7000-8000-000000000001',
  'importer:demo-city',
  'a@b.example',
  'A'.repeat(64),
])('"%s" can be a person', (text) => {
  expect(personId.safeParse(text).success).toBe(true)
})

const NO_PERSON = ['', '.', '..', '...', '.anna', '-anna', '_anna', ':anna', '@anna', '__proto__'].concat(
  ['%2e', '%2e%2e', '..%2f', 'A'.repeat(65), 'an na', 'anna\n', '\nanna', 'an\u0000na', 'änna'],
  ['../x', 'a/b', 'a\\b', '\ud800'],
)

test.each([...NO_PERSON.map((text): [unknown] => [text]), [7], [null], [undefined], [{}], [[['anna']]]])(
  '%j cannot be a person',
  (value) => {
    expect(personId.safeParse(value).success).toBe(false)
  },
)

test.each(['', '.', '..', '%2e%2e', 'a/b', 'a:b', 'a b', 'A'.repeat(65), "'; drop table", 1])(
  '%j is not an id of ours',
  (value) => {
    expect(ownId.safeParse(value).success).toBe(false)
  },
)

test('deviceId refuses what broken clients send instead', () => {
  expect(deviceId.safeParse('phone-1').success).toBe(true)
  for (const value of [
    '',
    '.',
    '..',
    '\u200b',
    '\ud800',
    'null',
    'undefined',
    'x'.repeat(201),
    'a\u0000b',
    7,
  ]) {
    expect(deviceId.safeParse(value).success).toBe(false)
  }
})

describe('pageLimit()', () => {
  const limit = pageLimit(200, 50)

  test('is the default when none is given', () => {
    expect(limit.parse(undefined)).toBe(50)
  })

  test('is a whole number from 1 to the maximum', () => {
    expect(['1', '200'].map((text) => limit.parse(text))).toEqual([1, 200])
    for (const text of ['0', '201', '-1', '1.5', 'all', '', 'Infinity']) {
      expect(limit.safeParse(text).success).toBe(false)
    }
  })
})
