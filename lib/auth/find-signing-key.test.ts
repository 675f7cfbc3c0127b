import { expect, test } from 'vitest'
import { findSigningKey, stateOfKey, type KeyTimes } from '#lib/auth/find-signing-key.ts'

const NOW_MS = Date.parse('2026-05-01T12:00:00Z')
const before = (seconds: number) => new Date(NOW_MS - seconds * 1_000).toISOString()

test.each<[string, string | undefined, readonly KeyTimes[]]>([
  ['nothing signs where there is nothing', undefined, []],
  ['a sole key signs at once', 'a', [{ kid: 'a', created: before(0) }]],
  ['even one from a clock that is ahead', 'a', [{ kid: 'a', created: before(-30) }]],
  [
    'a new key waits',
    'a',
    [
      { kid: 'a', created: before(900) },
      { kid: 'b', created: before(59) },
    ],
  ],
  [
    'and takes over',
    'b',
    [
      { kid: 'a', created: before(900) },
      { kid: 'b', created: before(60) },
    ],
  ],
  [
    'in whatever order they are',
    'b',
    [
      { kid: 'b', created: before(60) },
      { kid: 'a', created: before(900) },
    ],
  ],
  [
    'of new ones the oldest signs',
    'a',
    [
      { kid: 'a', created: before(5) },
      { kid: 'b', created: before(1) },
    ],
  ],
  [
    'of twins the later',
    'b',
    [
      { kid: 'a', created: before(90) },
      { kid: 'b', created: before(90) },
    ],
  ],
  [
    'retired keys never sign',
    'b',
    [
      { kid: 'a', created: before(900), retired: before(800) },
      { kid: 'b', created: before(1) },
    ],
  ],
  ['not even alone', undefined, [{ kid: 'a', created: before(900), retired: before(800) }]],
])('findSigningKey(): %s', (_, kid, keys) => {
  expect(findSigningKey(keys, NOW_MS)?.kid).toBe(kid)
})

test('stateOfKey() tells what signs, what will, and what did', () => {
  const keys = [
    { kid: 'retired', created: before(9_000), retired: before(800) },
    { kid: 'old', created: before(900) },
    { kid: 'current', created: before(100) },
    { kid: 'new', created: before(10) },
  ]
  expect(keys.map((key) => stateOfKey(key, keys, NOW_MS))).toEqual([
    'verifying',
    'verifying',
    'signing',
    'next',
  ])
})
