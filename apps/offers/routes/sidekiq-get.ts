import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'

/** `GET /sidekiq`. */
export const sidekiqGet = defineRoute({
  method: 'get',
  path: '/sidekiq',
  access: { everybody: 'leads old bookmarks to the jobs, which are guarded' },
  summary: 'Leads to /jobs, from where the dashboard was in the old system',
  answers: { 302: { description: 'It is at /jobs' }, ...problemResponses },
  handle: () => (c) => c.redirect('/jobs', 302),
})
