import { isEndedBy } from '#lib/auth/is-ended-by.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import type { EndingStore } from '#lib/store/endings.ts'

/** Creates the check whether a token is invalid. Accounts reads its own list directly, and does not follow it over HTTP. */
export function createIsEnded(endings: EndingStore): (claims: PersonClaims) => Promise<boolean> {
  return async (claims) => (await endings.ofPerson(claims.person)).some((ending) => isEndedBy(claims, ending))
}
