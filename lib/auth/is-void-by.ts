import type { PersonClaims } from '#lib/auth/tokens.ts'
import type { Ending } from '#lib/store/endings.ts'

/**
 * True when a token of a person is void by an entry that is about this person: its session ended, or all of theirs did after
 * its session was looked at.
 *
 * @example
 * ```ts
 * const claims = { person: 'ada', role: 'person', session: { id: 's-1', sequence: 7 } } as const
 * isVoidBy(claims, { session: 's-1', sequence: 3 }) // => true
 * isVoidBy(claims, { session: 's-2', sequence: 8 }) // => false
 * isVoidBy(claims, { sequence: 7 }) // => false
 * isVoidBy(claims, { sequence: 8 }) // => true
 * ```
 */
export function isVoidBy(
  { session: own }: Pick<PersonClaims, 'session'>,
  { session, sequence }: Pick<Ending, 'session' | 'sequence'>,
): boolean {
  // A session's id never comes back. What was given without one is older than anything that is listed.
  return session === undefined ? (own?.sequence ?? 0) < sequence : session === own?.id
}
