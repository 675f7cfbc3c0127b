import { Hono, type Context } from 'hono'
import { answerUnknown, problemOf } from '#lib/http/create-app.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { pathOf } from '#lib/http/path-of.ts'
import { problemResponse, type Problem } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { OPEN_HEADERS } from './answer.ts'
import { openIntake } from './intake.ts'
import { postBatch } from './routes/batch-post.ts'
import { postEvent } from './routes/events-post.ts'
import { anyOsmand, anyOsmandAtRoot } from './routes/osmand-any.ts'
import { postOverland } from './routes/overland-post.ts'
import { postOwntracks } from './routes/owntracks-post.ts'
import { getRobots } from './routes/robots-get.ts'
import { getTrack } from './routes/track-get.ts'
import { openTimed } from './timed.ts'
import type { TrackerOptions } from './options.ts'

const TRACKING_PATHS = ['/t/*', '/v1/events', '/v1/batch']
const OSMAND_METHODS = ['GET', 'POST']

const PREFLIGHT_HEADERS = {
  ...OPEN_HEADERS,
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'authorization, content-type, push-device-key, traceparent, x-push-key',
  'access-control-max-age': '86400',
}
// Problems carry what keeps answers from other sites; ours are for all of them.
const PROBLEM_HEADERS = { ...OPEN_HEADERS, 'cross-origin-resource-policy': 'cross-origin' }
const RETRY_SECONDS_MIN = 5
const RETRY_SECONDS_MAX = 30

/** The app of edge/tracker: takes calls of any kind, answers when their events are safe. */
export function createTracker(options: TrackerOptions): Hono<AppEnv> {
  const { limits, writeKeys, log, metrics } = options
  const app = new Hono<AppEnv>({ getPath: pathOf })
  const intake = openIntake(options)
  const timed = openTimed(metrics, (error) => failure(problemOf(error, log)))
  for (const path of TRACKING_PATHS) {
    const allow = ({ req }: Context<AppEnv>) =>
      new Response(null, {
        status: 204,
        headers: { ...PREFLIGHT_HEADERS, ...writeKeys?.preflight(req.raw) },
      })
    app.options(path, timed(path, allow))
  }
  app.get('/t/*', timed('/t/*', getTrack(intake, limits)))
  app.post('/v1/events', timed('/v1/events', postEvent(intake, limits)))
  app.post('/v1/batch', timed('/v1/batch', postBatch(intake, limits)))
  app.post('/owntracks', timed('/owntracks', postOwntracks(intake, limits)))
  app.post('/overland', timed('/overland', postOverland(intake, limits)))
  app.on(OSMAND_METHODS, '/osmand', timed('/osmand', anyOsmand(intake, limits)))
  app.on(OSMAND_METHODS, '/', timed('/', anyOsmandAtRoot(intake, limits)))
  app.get('/robots.txt', timed('/robots.txt', getRobots))
  app.notFound(timed(undefined, (c) => opened(answerUnknown(app, c.req.method, c.req.path, newId()))))
  return app
}

function failure(problem: Problem): Response {
  const retry = problem.status === 503 ? { 'retry-after': retryAfterSeconds() } : {}
  return problemResponse(
    { ...problem, headers: { ...PROBLEM_HEADERS, ...problem.headers, ...retry } },
    newId(),
  )
}

function opened(response: Response): Response {
  for (const [name, value] of Object.entries(PROBLEM_HEADERS)) response.headers.set(name, value)
  return response
}

// Spread, so that all phones do not come back in the same second.
function retryAfterSeconds(): string {
  return String(RETRY_SECONDS_MIN + Math.floor(Math.random() * (RETRY_SECONDS_MAX - RETRY_SECONDS_MIN + 1)))
}
