import { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { MiddlewareHandler } from 'hono'
import { auditActs } from '#lib/auth/audit-acts.ts'
import { guardRoutes } from '#lib/auth/guard-routes.ts'
import type { Identifier } from '#lib/auth/identify.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { Api } from '#lib/http/api.ts'
import { honoPath } from '#lib/http/define-route.ts'
import { endWithSession } from '#lib/http/end-with-session.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { NO_FRONT_END, type FrontEnd } from '#lib/http/front-end.ts'
import { JSON_BODY_LIMITS, limitJsonBody } from '#lib/http/limit-json-body.ts'
import { ProblemError, problemResponse } from '#lib/http/problem.ts'
import { refuseUnknownFields } from '#lib/http/refuse-unknown-fields.ts'
import { OWN_HOPS } from '#lib/http/request-ip.ts'
import { NOT_KEPT, SECURITY_HEADERS, transportSecurity } from '#lib/http/security-headers.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { AuditLog } from '#lib/store/audit.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { observeDuration } from '#lib/http/observe-duration.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** What the app of a station is made of. */
export interface AppOptions {
  /** How callers are told apart. */
  readonly identifier: Identifier
  /** Without it no page but one of this machine is our own. */
  readonly front?: FrontEnd
  /** Where operators and the admin can change something: there it is written down, or not done. */
  readonly audit?: AuditLog
  readonly log: Logger
  readonly metrics: Metrics
}

/** An app of ours. Its routes are those that were declared; nothing can be added to it. */
export interface App {
  readonly fetch: (request: Request, bindings: AppEnv['Bindings']) => Response | Promise<Response>
  /** Asks it without a connection, as tests do. */
  readonly request: Hono<AppEnv>['request']
}

const RETRY_AFTER_SECONDS = '5'

/**
 * Makes the app of a station: callers are identified, the access of each route guards it before its request is looked at,
 * acts of operators are written down, errors are told as problems.
 *
 * @param api what the station declares
 * @param options what every app stands on
 * @param ports what the handlers of this station stand on
 */
export function createApp<Ports>(api: Api<Ports>, options: AppOptions, ports: Ports): App {
  const { station, routes } = api
  const { identifier, front = NO_FRONT_END, audit, log, metrics } = options
  const { publicOrigin, trustedHops } = front
  const hops = station === 'web' ? trustedHops : trustedHops + OWN_HOPS
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw wrongField(result.error)
    },
  })
  app.use('*', observeDuration(metrics))
  app.use('*', endHead())
  app.use('*', nameRequest({ ...SECURITY_HEADERS, ...NOT_KEPT, ...transportSecurity(front) }))
  app.use('*', guardRoutes({ routes, identifier, publicOrigin, hops, metrics }))
  app.use('*', endWithSession(identifier))
  app.use('*', auditActs({ station, audit, hops, log }))
  app.use('*', limitJsonBody(JSON_BODY_LIMITS))
  app.use('*', refuseUnknownFields(routes))
  app.notFound((c) => answerUnknown(app, c.req.method, c.req.path, c.get('requestId')))
  app.onError((error, c) => problemResponse(problemOf(error, log), c.get('requestId') ?? newId()))
  for (const route of routes) {
    const handler = route.handle(ports)
    if (route.checksItself) app.on(route.method.toUpperCase(), honoPath(route.path), handler)
    else app.openapi({ ...route.config, hide: true }, handler)
  }
  return {
    fetch: (request, bindings) => app.fetch(request, bindings),
    request: app.request.bind(app),
  }
}

/** Ends the body of an answer to HEAD, which nobody will read: one that streams would go on for ever. */
function endHead(): MiddlewareHandler<AppEnv> {
  return async function end(c, next) {
    await next()
    if (c.req.method === 'HEAD') await c.res.body?.cancel().catch(() => undefined)
  }
}

/** Gives each request an id, and its response that id, and those of the headers that it does not have. */
function nameRequest(headers: Readonly<Record<string, string>>): MiddlewareHandler<AppEnv> {
  const wanted = Object.entries(headers)
  return async function name(c, next) {
    const requestId = newId()
    c.set('requestId', requestId)
    await next()
    // Makes the response one whose headers can be written, wherever it came from.
    c.header('x-request-id', requestId)
    for (const [header, value] of wanted) {
      if (!c.res.headers.has(header)) c.res.headers.set(header, value)
    }
  }
}

/** The problem behind whatever a handler threw; what we did not foresee is logged and told as 500 without details. */
export function problemOf(error: unknown, log: Logger): ProblemError['problem'] {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof UnavailableError) {
    log.warn('neighbour unavailable', { error })
    return {
      status: 503,
      code: 'unavailable',
      detail: 'A part this needs is down at the moment',
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
    }
  }
  // Hono's validators throw these for a body that is no JSON, and for one that is not said to be what the route takes.
  if (error instanceof HTTPException && error.status === 400) {
    return { status: 400, code: 'bad_json', field: 'body', detail: 'The body is not JSON' }
  }
  if (error instanceof HTTPException && error.status === 415) {
    const detail =
      'The header Content-Type must name a kind of body this takes; that of JSON is application/json'
    return { status: 415, code: 'bad_content_type', field: 'Content-Type', detail }
  }
  log.error('request failed', { error })
  return { status: 500, code: 'internal', detail: 'Something went wrong on our side; it was written down' }
}

/** A 404, or a 405 naming the methods a path knows. */
export function answerUnknown(
  app: Pick<Hono<AppEnv>, 'router'>,
  method: string,
  path: string,
  requestId: string,
): Response {
  const allowed = METHODS.filter((known) =>
    app.router.match(known, path)[0].some(([[, route]]) => route.method === known),
  )
  return allowed.length > 0
    ? problemResponse(
        {
          status: 405,
          code: 'method_not_allowed',
          detail: `${method} is not possible here, but ${allowed.join(', ')} is`,
          headers: { allow: allowed.join(', ') },
        },
        requestId,
      )
    : problemResponse({ status: 404, code: 'not_found', detail: 'There is nothing at this path' }, requestId)
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
