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

/** What an app needs. */
export interface AppOptions {
  /** How callers are identified. */
  readonly identifier: Identifier
  /** Without it only pages of this machine count as our own. */
  readonly front?: FrontEnd
  /** Needed where operators and the admin can change something. A change that cannot be written to it is not made. */
  readonly audit?: AuditLog
  readonly log: Logger
  readonly metrics: Metrics
}

/** An app of ours. It has only the routes that were declared; nothing can be added to it. */
export interface App {
  readonly fetch: (request: Request, bindings: AppEnv['Bindings']) => Response | Promise<Response>
  /** Calls the app without a connection, as tests do. */
  readonly request: Hono<AppEnv>['request']
}

const RETRY_AFTER_SECONDS = '5'

/**
 * Makes the app of a station. It identifies callers, checks the access of a route before it reads the request, writes the
 * changes of operators to the audit log, and answers errors as problems.
 *
 * @param api what the station declares
 * @param options what every app needs
 * @param ports what the handlers of this station need
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

/** Cancels the body of an answer to HEAD: nobody reads it, and a stream would never end. */
function endHead(): MiddlewareHandler<AppEnv> {
  return async function end(c, next) {
    await next()
    if (c.req.method === 'HEAD') await c.res.body?.cancel().catch(() => undefined)
  }
}

/** Gives each request an id. Its response carries the id, and those of `headers` that it does not have itself. */
function nameRequest(headers: Readonly<Record<string, string>>): MiddlewareHandler<AppEnv> {
  const wanted = Object.entries(headers)
  return async function name(c, next) {
    const requestId = newId()
    c.set('requestId', requestId)
    await next()
    // Hono makes the headers of a response writable here, wherever the response came from.
    c.header('x-request-id', requestId)
    for (const [header, value] of wanted) {
      if (!c.res.headers.has(header)) c.res.headers.set(header, value)
    }
  }
}

/** The problem for an error that a handler threw. An unexpected error is logged, and answered 500 without details. */
export function problemOf(error: unknown, log: Logger): ProblemError['problem'] {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof UnavailableError) {
    log.warn('dependency unavailable', { error })
    return {
      status: 503,
      code: 'unavailable',
      detail: 'A part that this call needs is down at the moment',
      headers: { 'retry-after': RETRY_AFTER_SECONDS },
    }
  }
  // Hono's validators throw these: 400 when a body is not JSON, 415 when its Content-Type is not one that the route takes.
  if (error instanceof HTTPException && error.status === 400) {
    return { status: 400, code: 'bad_json', field: 'body', detail: 'The body is not JSON' }
  }
  if (error instanceof HTTPException && error.status === 415) {
    const detail =
      'The header Content-Type must name a type that this route takes; that of JSON is application/json'
    return { status: 415, code: 'bad_content_type', field: 'Content-Type', detail }
  }
  log.error('request failed', { error })
  return { status: 500, code: 'internal', detail: 'Something went wrong on our side; it was logged' }
}

/** A 404, or a 405 that lists the methods of the path. */
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
          detail: `${method} is not allowed here; allowed: ${allowed.join(', ')}`,
          headers: { allow: allowed.join(', ') },
        },
        requestId,
      )
    : problemResponse({ status: 404, code: 'not_found', detail: 'There is nothing at this path' }, requestId)
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
