import { OPEN_HEADERS } from '../answer.ts'
import { defineTrackerRoute } from '../define-tracker-route.ts'

/** `GET /robots.txt`: tells crawlers not to call the tracker, so that they create no events. */
export const robotsGet = defineTrackerRoute({
  method: 'get',
  path: '/robots.txt',
  access: { everybody: 'crawlers read it' },
  open: () => (c) => c.text('User-agent: *\nDisallow: /\n', 200, OPEN_HEADERS),
})
