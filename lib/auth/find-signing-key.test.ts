import { expect, test } from 'vitest'
import { findSigningKey, stateOfKey, type KeyTimes } from '#lib/auth/find-signing-key.ts'

const NOW_MS = Date.parse('2026-05-01T12:00:00Z')
const before = (seconds: number) => new Date(NOW_MS - seconds * 1_000).toISOString()
const madeBefore = (seconds: number, kid: string): KeyTimes => ({ kid, created: before(seconds) })

test.each<[string, string | undefined, readonly KeyTimes[]]>([
  ['nothing signs where there is nothing', undefined, []],
  ['a sole key signs at once', 'a', [madeBefore(0, 'a')]],
  ['even one from a clock that is ahead', 'a', [madeBefore(-30, 'a')]],
  ['a new key waits', 'a', [madeBefore(900, 'a'), madeBefore(59, 'b')]],
  ['and takes over', 'b', [madeBefore(900, 'a'), madeBefore(60, 'b')]],
  ['in whatever order they are', 'b', [madeBefore(60, 'b'), madeBefore(900, 'a')]],
  ['of new ones the oldest signs', 'a', [madeBefore(5, 'a'), madeBefore(1, 'b')]],
  ['of twins the later', 'b', [madeBefore(90, 'a'), madeBefore(90, 'b')]],
  ['retired keys never sign', 'b', [{ ...madeBefore(900, 'a'), retired: before(800) }, madeBefore(1, 'b')]],
  ['not even alone', undefined, [{ ...madeBefore(900, 'a'), retired: before(800) }]],
])('findSigningKey(): %s', (_, kid, keys) => {
  expect(findSigningKey(keys, NOW_MS)?.kid).toBe(kid)
})

test('stateOfKey() tells what signs, what will, and what did', () => {
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
