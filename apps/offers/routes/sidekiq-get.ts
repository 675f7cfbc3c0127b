import { createRoute } from '@hono/zod-openapi'
import type { App } from '#lib/http/create-app.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'

const route = createRoute({
  method: 'get',
  path: '/sidekiq',
  summary: 'Leads to /jobs, from where the dashboard was in the old system',
  responses: { 302: { description: 'It is at /jobs' }, ...problemResponses },
})

/** `GET /sidekiq`. */
export function getSidekiq(app: App): void {
  app.openapi(route, (c) => c.redirect('/jobs', 302))
}
