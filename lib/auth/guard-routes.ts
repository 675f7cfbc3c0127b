import type { MiddlewareHandler } from 'hono'
import { identify, isBasic, unauthorized, type Identifier } from '#lib/auth/identify.ts'
import { openPasswordTries } from '#lib/auth/password-tries.ts'
import { rolesOf } from '#lib/http/access.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { nameOf, type RouteFacts } from '#lib/http/define-route.ts'
import { isSafeMethod } from '#lib/http/is-safe-method.ts'
import { matchedRoute } from '#lib/http/matched-route.ts'
import { assertOwnOrigin } from '#lib/http/own-origin.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { countedRequestIp } from '#lib/http/request-ip.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** What the guard needs. */
export interface GuardOptions {
  /** The routes of the app, each with its access. */
  readonly routes: readonly RouteFacts[]
  readonly identifier: Identifier
  /** Origin of the front end. Its pages may make changes with the admin's password. */
  readonly publicOrigin: string
  /** Proxies of ours in front of this station. */
  readonly hops: number
  readonly metrics: Metrics
}

/**
 * Lets a request through only when the access of its route names the caller's role; sets `caller`. Requests for unknown
 * paths pass, so that they get 404 or 405. A change with the admin's password must not come from a page of another
 * site.
 */
export function guardRoutes(options: GuardOptions): MiddlewareHandler<AppEnv> {
  const { routes, identifier, publicOrigin, hops, metrics } = options
  const rolesByName = new Map(routes.map((route) => [nameOf(route), rolesOf(route.access)]))
  const tries = openPasswordTries(metrics)
  return async function guard(c, next) {
    const authorization = c.req.header('authorization') ?? ''
    if (isBasic(authorization) && !isSafeMethod(c.req.method))
      assertOwnOrigin(c.req.raw.headers, publicOrigin)
    const caller = await identify(authorization, identifier, (make) =>
      tries.attempt(countedRequestIp(c, hops), make),
    )
    c.set('caller', caller)
    const route = matchedRoute(c)
    if (route !== undefined) {
      const roles = rolesByName.get(`${route.method} ${route.path}`) ?? []
      if (!roles.includes('public') && !roles.includes(caller.role)) {
        if (caller.role === 'public') throw unauthorized('Sign in first: this needs an Authorization header')
        throw new ProblemError({
          status: 403,
          code: 'forbidden',
          detail: `A caller of role "${caller.role}" may not do this`,
        })
      }
    }
    await next()
  }
}
