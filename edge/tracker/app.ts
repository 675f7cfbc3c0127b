import { Hono } from 'hono'
import { answerUnknown, problemOf } from '#lib/http/create-app.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { pathOf } from '#lib/http/path-of.ts'
import { problemResponse, type Problem } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { OPEN_HEADERS } from './answer.ts'
import { BATCH_PATHS, SEGMENT_PATHS } from './envelopes/segment.ts'
import { openIntake } from './intake.ts'
import { openRefusalCount } from './limits/count-refusals.ts'
import { openBodies } from './limits/open-bodies.ts'
import { openRequestsInFlight } from './limits/requests-in-flight.ts'
import { postBatch } from './routes/batch-post.ts'
import { postEvent } from './routes/events-post.ts'
import { postIngest } from './routes/ingest-post.ts'
import { anyOsmand, anyOsmandAtRoot } from './routes/osmand-any.ts'
import { postOverland } from './routes/overland-post.ts'
import { postOwntracks } from './routes/owntracks-post.ts'
import { answerPreflight } from './routes/preflight-options.ts'
import { getRobots } from './routes/robots-get.ts'
import { postSegment } from './routes/segment-post.ts'
import { getTrack } from './routes/track-get.ts'
import { postTrack } from './routes/track-post.ts'
import { openTimed } from './timed.ts'
import type { TrackerOptions } from './options.ts'

const OSMAND_METHODS = ['GET', 'POST']

// Problems carry what keeps answers from other sites; ours are for all of them.
const PROBLEM_HEADERS = { ...OPEN_HEADERS, 'cross-origin-resource-policy': 'cross-origin' }
const RETRY_SECONDS_MIN = 5
const RETRY_SECONDS_MAX = 30

/** The app of edge/tracker: takes calls of any kind, answers when their events are safe. */
export function createTracker(options: TrackerOptions): Hono<AppEnv> {
  const { limits, proveDevice, writeKeys, log, metrics, traces } = options
  const app = new Hono<AppEnv>({ getPath: pathOf })
  const intake = openIntake(options)
  const bodies = openBodies(limits)
  const parts = { intake, limits, bodies, proveDevice }
  const timed = openTimed({
    metrics,
    traces,
    inFlight: openRequestsInFlight({
      max: limits.requestsInFlightMax,
      endSlowest: () => bodies.endSlowest(),
      countRefusal: openRefusalCount(metrics),
    }),
    failed: (error) => failure(problemOf(error, log)),
  })
  const tracked = options.trackPaths.map((path) => (path === '/' ? '/*' : `${path}/*`))
  // Of what pages call; phones ask nobody.
  for (const path of [...tracked, '/v1/*', '/beacon/*'])
    app.options(path, timed(path, answerPreflight(writeKeys)))
  app.post('/v1/events', timed('/v1/events', postEvent(parts)))
  for (const path of BATCH_PATHS) app.post(path, timed(path, postBatch(parts)))
  for (const [path, call] of SEGMENT_PATHS) app.post(path, timed(path, postSegment(parts, call)))
  app.post('/v1/ingest', timed('/v1/ingest', postIngest(options, bodies)))
  app.post('/owntracks', timed('/owntracks', postOwntracks(parts)))
  app.post('/overland', timed('/overland', postOverland(parts)))
  app.on(OSMAND_METHODS, '/osmand', timed('/osmand', anyOsmand(parts)))
  app.on(OSMAND_METHODS, '/', timed('/', anyOsmandAtRoot(parts)))
  app.get('/robots.txt', timed('/robots.txt', getRobots))
  // Last: one of them may be every path.
  for (const path of tracked) {
    app.get(path, timed(path, getTrack(intake, limits)))
    app.post(path, timed(path, postTrack(parts)))
  }
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
