import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { LANGUAGES, type Language } from '#lib/text/language.ts'

/** The confirmed mail address of a person, and their language. */
export interface Address {
  readonly email: string
  readonly language: Language
}

const PEOPLE_MAX = 500

const answer = z.object({
  items: z.array(z.object({ user: z.string(), email: z.string(), language: z.enum(LANGUAGES) })),
})

/**
 * Asks apps/accounts for the addresses of at most 500 people; people without a confirmed one are absent.
 *
 * @throws {UnavailableError} when accounts does not answer.
 */
export async function askAddresses(
  accounts: ServiceClient,
  people: readonly string[],
): Promise<ReadonlyMap<string, Address>> {
  if (people.length > PEOPLE_MAX)
    throw new RangeError(`Cannot ask for addresses: more than ${PEOPLE_MAX} people`)
  const response = await accounts.call('/accounts/addresses', { method: 'POST', json: { people } })
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask for mail addresses: accounts answered ${response.status}`)
  const { items } = answer.parse(await response.json())
  return new Map(items.map(({ user, email, language }) => [user, { email, language }]))
}
