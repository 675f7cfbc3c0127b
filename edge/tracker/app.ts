import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { answerUnknown, nameRequest, problemOf } from '#lib/http/create-app.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { problemResponse } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openIntake } from './intake.ts'
import { postBatch } from './routes/batch-post.ts'
import { postEvent } from './routes/events-post.ts'
import { getRobots } from './routes/robots-get.ts'
import { getTrack } from './routes/track-get.ts'
import type { TrackerOptions } from './options.ts'

const PREFLIGHT_SECONDS = 86_400
const RETRY_SECONDS_MIN = 5
const RETRY_SECONDS_MAX = 30

/** The app of edge/tracker: takes calls of any kind, answers when their events are safe. */
export function createTracker(options: TrackerOptions): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const intake = openIntake(options)
  app.use('*', nameRequest(options.metrics))
  app.use('*', cors({ origin: '*', exposeHeaders: ['Push-Ack', 'Retry-After'], maxAge: PREFLIGHT_SECONDS }))
  app.get('/t/*', getTrack(intake, options.limits))
  app.post('/v1/events', postEvent(intake, options.limits))
  app.post('/v1/batch', postBatch(intake, options.limits))
  app.get('/robots.txt', getRobots)
  app.notFound((c) => answerUnknown(app, c.req.method, c.req.path, c.get('requestId')))
  app.onError((error, c) => {
    const problem = problemOf(error, options.log)
    const headers =
      problem.status === 503 ? { ...problem.headers, 'retry-after': retryAfterSeconds() } : problem.headers
    return problemResponse({ ...problem, headers }, c.get('requestId') ?? newId())
  })
  return app
}

// Spread, so that all phones do not come back in the same second.
function retryAfterSeconds(): string {
  return String(RETRY_SECONDS_MIN + Math.floor(Math.random() * (RETRY_SECONDS_MAX - RETRY_SECONDS_MIN + 1)))
}
