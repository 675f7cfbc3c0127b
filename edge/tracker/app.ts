import { Hono } from 'hono'
import { answerUnknown, problemOf } from '#lib/http/create-app.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { pathOf } from '#lib/http/path-of.ts'
import { problemResponse, type Problem } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { OPEN_HEADERS } from './answer.ts'
import { openIntake } from './intake/open-intake.ts'
import { openRefusalCount } from './limits/count-refusals.ts'
import { openBodies } from './limits/open-bodies.ts'
import { openRequestsInFlight } from './limits/requests-in-flight.ts'
import { openTimed } from './timed.ts'
import type { TrackerOptions } from './options.ts'
import { trackerRoutes } from './tracker-routes.ts'

// By default, problems carry a header that lets only our own site read them. Pages of all sites may read the tracker's.
const PROBLEM_HEADERS = { ...OPEN_HEADERS, 'cross-origin-resource-policy': 'cross-origin' }
const RETRY_SECONDS_MIN = 5
const RETRY_SECONDS_MAX = 30

/** The app of edge/tracker. It takes tracking calls in all forms, and answers when their events are safe. */
export function createTracker(options: TrackerOptions): Hono<AppEnv> {
  const { limits, log, metrics, traces } = options
  const app = new Hono<AppEnv>({ getPath: pathOf })
  const intake = openIntake(options)
  const bodies = openBodies(limits)
  const ports = { ...options, intake, bodies }
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
  for (const route of trackerRoutes(options.trackPaths)) {
    const { path } = route
    app.on(route.method.toUpperCase(), path, timed(path, route.open(ports)))
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

// Random, so that phones do not all retry in the same second.
function retryAfterSeconds(): string {
  return String(RETRY_SECONDS_MIN + Math.floor(Math.random() * (RETRY_SECONDS_MAX - RETRY_SECONDS_MIN + 1)))
}
