import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { eraseAccount, erasingSchema } from '../erasure/erase-account.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'

/** `DELETE /accounts/people/{person}`: an admin deletes an account, for example of a person who asked by letter. */
export const personDelete = defineRoute({
  method: 'delete',
  path: '/accounts/people/{person}',
  access: ['admin'],
  summary: "Deletes a person's account and everything that is theirs; for admins, when people ask by letter",
  request: { params: z.object({ person: personId }) },
  answers: { 200: json(erasingSchema, 'The account is gone'), ...problemResponses },
  handle: (options: Pick<ErasureOptions, 'auth' | 'eraser'>) => async (c) =>
    c.json(
      await eraseAccount(options, c.req.valid('param').person, c.req.header('accept-language') ?? ''),
      200,
    ),
})
