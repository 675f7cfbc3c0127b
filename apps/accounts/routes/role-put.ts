import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { PeopleOptions } from '../people/people-options.ts'

const change = z.object({ email: z.email(), role: z.enum(['person', 'operate', 'admin']) })

const route = createRoute({
  method: 'put',
  path: '/accounts/roles',
  summary: 'Gives a person a role; it holds for tokens from now on',
  request: { body: { required: true, ...json(change, 'Whose, and which') } },
  responses: { 200: json(change, 'It is given'), ...problemResponses },
})

/** `PUT /accounts/roles`. */
export function putRole(app: App, { auth }: PeopleOptions): void {
  app.openapi(route, async (c) => {
    const { email, role } = c.req.valid('json')
    if (!(await auth.giveRole(email, role))) throw notFound('person')
    return c.json({ email, role }, 200)
  })
}
