import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { blockedBetweenSchema, blockedPeopleSchema } from '#lib/service-client/blocked-people.ts'
import type { MatchingOptions } from '../options.ts'

/** `POST /matching/blocks/between`; a read, but too long for a URL. */
export const blocksBetweenPost = defineRoute({
  method: 'post',
  path: '/matching/blocks/between',
  access: ['service'],
  summary: 'The people of a list who blocked a person, or whom that person blocked',
  request: { body: { required: true, ...json(blockedBetweenSchema, 'The person and the others') } },
  answers: { 200: json(blockedPeopleSchema, 'The matching people of the list'), ...problemResponses },
  handle:
    ({ blocks }: Pick<MatchingOptions, 'blocks'>) =>
    async (c) => {
      const { person, others } = c.req.valid('json')
      const blocked = await blocks.between(others.map((other) => [person, other]))
      return c.json({ people: others.filter((other) => blocked.has(peopleKey(person, other))) }, 200)
    },
})
