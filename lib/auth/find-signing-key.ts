/** The times of a key. */
export interface KeyTimes {
  readonly kid: string
  /** When it was made (ISO 8601). */
  readonly created: string
  /** Since when it no longer signs (ISO 8601). Absent while it signs, and before. */
  readonly retired?: string | undefined
}

/** What a key is used for: it signs, it will sign, or it only verifies old signatures. */
export type KeyState = 'next' | 'signing' | 'verifying'

/** Seconds from the creation of a key until it signs. By then every process has read it. */
export const ACTIVATE_SECONDS = 60

/**
 * The key that signs at a moment: the newest key that is at least a minute old. If no key is that old, the oldest signs,
 * so a sole key signs at once. Retired keys never sign.
 *
 * @example
 * ```ts
 * const old = { kid: 'old', created: '2026-01-01T00:00:00Z' }
 * const fresh = { kid: 'fresh', created: '2026-02-01T00:00:00Z' }
 * findSigningKey([old, fresh], Date.parse('2026-02-01T00:00:59Z'))?.kid // => 'old'
 * findSigningKey([old, fresh], Date.parse('2026-02-01T00:01:00Z'))?.kid // => 'fresh'
 * findSigningKey([fresh], Date.parse('2026-02-01T00:00:00Z'))?.kid // => 'fresh'
 * ```
 */
export function findSigningKey<Key extends KeyTimes>(keys: readonly Key[], nowMs: number): Key | undefined {
  const candidates = keys.filter(({ retired }) => retired === undefined).toSorted(byAge)
  return candidates.findLast((key) => Date.parse(signsFrom(key)) <= nowMs) ?? candidates[0]
}

/**
 * The time from which a key signs, if no newer key does (ISO 8601).
 *
 * @example
 * ```ts
 * signsFrom({ kid: 'a', created: '2026-01-01T00:00:00Z' }) // => '2026-01-01T00:01:00.000Z'
 * ```
 */
export function signsFrom({ created }: KeyTimes): string {
  return new Date(Date.parse(created) + ACTIVATE_SECONDS * 1_000).toISOString()
}

/**
 * What a key of this list is used for at a moment.
 *
 * @example
 * ```ts
 * const old = { kid: 'old', created: '2026-01-01T00:00:00Z' }
 * const fresh = { kid: 'fresh', created: '2026-02-01T00:00:00Z' }
 * stateOfKey(fresh, [old, fresh], Date.parse('2026-02-01T00:00:30Z')) // => 'next'
 * stateOfKey(old, [old, fresh], Date.parse('2026-02-01T00:02:00Z')) // => 'verifying'
 * ```
 */
export function stateOfKey<Key extends KeyTimes>(key: Key, keys: readonly Key[], nowMs: number): KeyState {
  const signing = findSigningKey(keys, nowMs)
  if (signing === undefined || key.retired !== undefined) return 'verifying'
  if (key === signing) return 'signing'
  const inOrder = keys.toSorted(byAge)
  return inOrder.indexOf(key) < inOrder.indexOf(signing) ? 'verifying' : 'next'
}

function byAge(one: KeyTimes, other: KeyTimes): number {
  return Date.parse(one.created) - Date.parse(other.created)
}
