import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { LANGUAGES } from '#lib/text/language.ts'
import type { PeopleOptions } from '../people/people-options.ts'

const PEOPLE_MAX = 500

const address = z
  .object({
    user: z.string(),
    email: z.string(),
    language: z.enum(LANGUAGES).openapi({ description: 'The language of the last sign-in' }),
  })
  .openapi('Address')

/** `POST /accounts/addresses`: a POST, because the list is too long for an address, and ids are in no access log then. */
export const addressesPost = defineRoute({
  method: 'post',
  path: '/accounts/addresses',
  access: ['service'],
  summary:
    'The confirmed mail addresses of people; for services that mail them. People without one are absent',
  request: {
    body: {
      required: true,
      ...json(
        z.object({ people: z.array(personId).max(PEOPLE_MAX, { error: `must be at most ${PEOPLE_MAX}` }) }),
        'The people',
      ),
    },
  },
  answers: { 200: json(z.object({ items: z.array(address) }), 'Their addresses'), ...problemResponses },
  handle:
    ({ auth }: Pick<PeopleOptions, 'auth'>) =>
    async (c) => {
      const { people } = c.req.valid('json')
      const items = await auth.accounts.addressesOf(people)
      return c.json({ items: items.map(({ person: user, ...rest }) => ({ user, ...rest })) }, 200)
    },
})
