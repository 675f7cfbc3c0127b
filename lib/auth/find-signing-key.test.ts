import { expect, test } from 'vitest'
import { findSigningKey, stateOfKey, type KeyTimes } from '#lib/auth/find-signing-key.ts'

const NOW_MS = Date.parse('2026-05-01T12:00:00Z')
const before = (seconds: number) => new Date(NOW_MS - seconds * 1_000).toISOString()
const madeBefore = (seconds: number, kid: string): KeyTimes => ({ kid, created: before(seconds) })

test.each<[string, string | undefined, readonly KeyTimes[]]>([
  ['without keys nothing signs', undefined, []],
  ['a sole key signs at once', 'a', [madeBefore(0, 'a')]],
  ['a sole key signs at once, also when its clock is ahead', 'a', [madeBefore(-30, 'a')]],
  ['a new key waits', 'a', [madeBefore(900, 'a'), madeBefore(59, 'b')]],
  ['a new key takes over after a minute', 'b', [madeBefore(900, 'a'), madeBefore(60, 'b')]],
  ['the order of the list does not matter', 'b', [madeBefore(60, 'b'), madeBefore(900, 'a')]],
  ['of several new keys the oldest signs', 'a', [madeBefore(5, 'a'), madeBefore(1, 'b')]],
  [
    'of two keys with the same time the later in the list signs',
    'b',
    [madeBefore(90, 'a'), madeBefore(90, 'b')],
  ],
  ['retired keys never sign', 'b', [{ ...madeBefore(900, 'a'), retired: before(800) }, madeBefore(1, 'b')]],
  ['a retired key does not sign, even alone', undefined, [{ ...madeBefore(900, 'a'), retired: before(800) }]],
])('findSigningKey(): %s', (_, kid, keys) => {
  expect(findSigningKey(keys, NOW_MS)?.kid).toBe(kid)
})

test('stateOfKey() tells which key signs, which will, and which did', () => {
  const keys = [
    { ...madeBefore(9_000, 'retired'), retired: before(800) },
    madeBefore(900, 'old'),
    madeBefore(100, 'current'),
    madeBefore(10, 'new'),
  ]
  expect(keys.map((key) => stateOfKey(key, keys, NOW_MS))).toEqual([
    'verifying',
    'verifying',
    'signing',
    'next',
  ])
})
