import type { PersonClaims } from '#lib/auth/tokens.ts'
import type { Ending } from '#lib/store/endings.ts'

/**
 * True when an entry about a person makes a token of that person invalid: the entry ends the token's session, or it ends all
 * sessions and was added after the token's session was looked up.
 *
 * @example
 * ```ts
 * const claims = { person: 'ada', role: 'person', session: { id: 's-1', sequence: 7 } } as const
 * isEndedBy(claims, { session: 's-1', sequence: 3 }) // => true
 * isEndedBy(claims, { session: 's-2', sequence: 8 }) // => false
 * isEndedBy(claims, { sequence: 7 }) // => false
 * isEndedBy(claims, { sequence: 8 }) // => true
 * ```
 */
export function isEndedBy(
  { session: own }: Pick<PersonClaims, 'session'>,
  { session, sequence }: Pick<Ending, 'session' | 'sequence'>,
): boolean {
  // A session id is never reused. A token without a session counts as older than every entry.
  return session === undefined ? (own?.sequence ?? 0) < sequence : session === own?.id
}
