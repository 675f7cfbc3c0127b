import { Hono } from 'hono'
import { answerUnknown, problemOf } from '#lib/http/create-app.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { observeDuration } from '#lib/http/observe-duration.ts'
import { problemResponse } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { OPEN_HEADERS } from './answer.ts'
import { openIntake } from './intake.ts'
import { postBatch } from './routes/batch-post.ts'
import { postEvent } from './routes/events-post.ts'
import { getRobots } from './routes/robots-get.ts'
import { getTrack } from './routes/track-get.ts'
import type { TrackerOptions } from './options.ts'

const TRACKING_PATHS = ['/t/*', '/v1/events', '/v1/batch']

const PREFLIGHT_HEADERS = {
  ...OPEN_HEADERS,
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'authorization, content-type, push-device-key, traceparent',
  'access-control-max-age': '86400',
}
const RETRY_SECONDS_MIN = 5
const RETRY_SECONDS_MAX = 30

/** The app of edge/tracker: takes calls of any kind, answers when their events are safe. */
export function createTracker(options: TrackerOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const intake = openIntake(options)
  app.use('*', observeDuration(options.metrics))
  for (const path of TRACKING_PATHS)
    app.options(path, () => new Response(null, { status: 204, headers: PREFLIGHT_HEADERS }))
  app.get('/t/*', getTrack(intake, options.limits))
  app.post('/v1/events', postEvent(intake, options.limits))
  app.post('/v1/batch', postBatch(intake, options.limits))
  app.get('/robots.txt', getRobots)
  app.notFound((c) => opened(answerUnknown(app, c.req.method, c.req.path, newId())))
  app.onError((error) => {
    const problem = problemOf(error, options.log)
    const headers =
      problem.status === 503 ? { ...problem.headers, 'retry-after': retryAfterSeconds() } : problem.headers
    return problemResponse({ ...problem, headers: { ...OPEN_HEADERS, ...headers } }, newId())
  })
  return app
}

function opened(response: Response): Response {
  for (const [name, value] of Object.entries(OPEN_HEADERS)) response.headers.set(name, value)
  return response
}

// Spread, so that all phones do not come back in the same second.
function retryAfterSeconds(): string {
  return String(RETRY_SECONDS_MIN + Math.floor(Math.random() * (RETRY_SECONDS_MAX - RETRY_SECONDS_MIN + 1)))
}
