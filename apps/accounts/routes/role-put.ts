import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { PeopleOptions } from '../people/people-options.ts'

const change = z.object({ email: z.email(), role: z.enum(['person', 'operate', 'admin']) })

/** `PUT /accounts/roles`. */
export const rolePut = defineRoute({
  method: 'put',
  path: '/accounts/roles',
  access: ['admin'],
  summary: 'Sets the role of a person; it applies to new tokens',
  request: { body: { required: true, ...json(change, 'The address and the role') } },
  answers: { 200: json(change, 'The role is set'), ...problemResponses },
  handle:
    ({ auth }: Pick<PeopleOptions, 'auth'>) =>
    async (c) => {
      const { email, role } = c.req.valid('json')
      if (!(await auth.giveRole(email, role))) throw notFound('person')
      return c.json({ email, role }, 200)
    },
})
