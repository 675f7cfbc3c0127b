import { z } from '@hono/zod-openapi'
import { wireText } from '#lib/events/wire-fields.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { BEFORE_NEWEST } from '#lib/store/candidate-queue.ts'
import type { MatchingOptions } from '../options.ts'

const cause = z.object({
  source: wireText,
  clientsource: wireText.optional(),
  id: wireText,
  time: z.number(),
  traceparent: wireText.optional(),
})

/** `POST /matching/owners/{owner}/match`: matches all offers of an owner anew, after the moves of people. */
export const ownerMatchPost = defineRoute({
  method: 'post',
  path: '/matching/owners/{owner}/match',
  access: ['service'],
  summary: 'Asks for all offers of an owner to be matched anew, after the moves and edits of people',
  request: {
    params: z.object({ owner: personId }),
    body: { required: true, ...json(cause, 'The event that asks for it') },
  },
  answers: { 202: { description: 'They will be' }, ...problemResponses },
  handle:
    ({ owners }: Pick<MatchingOptions, 'owners'>) =>
    async (c) => {
      const { source, clientsource, id, time, traceparent } = c.req.valid('json')
      const asked = {
        source,
        ...(clientsource !== undefined && { clientsource }),
        id,
        time,
        ...(traceparent !== undefined && { traceparent }),
      }
      await owners.add([{ subject: c.req.valid('param').owner, cursor: BEFORE_NEWEST, cause: asked }])
      return c.body(null, 202)
    },
})
