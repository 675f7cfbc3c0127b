import { isVoidBy } from '#lib/auth/is-void-by.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import type { EndingStore } from '#lib/store/endings.ts'

/** Tells whether a token is void, by the list itself: accounts need not follow it. */
export function isEndedBy(endings: EndingStore): (claims: PersonClaims) => Promise<boolean> {
  return async (claims) => (await endings.ofPerson(claims.person)).some((ending) => isVoidBy(claims, ending))
}
