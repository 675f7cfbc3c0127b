import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'

/** `GET /sidekiq`. */
export const sidekiqGet = defineRoute({
  method: 'get',
  path: '/sidekiq',
  access: { everybody: 'leads old bookmarks to the jobs, which are guarded' },
  summary: 'Redirects the path of the old dashboard to /jobs',
  answers: { 302: { description: 'A redirect to /jobs' }, ...problemResponses },
  handle: () => (c) => c.redirect('/jobs', 302),
})
