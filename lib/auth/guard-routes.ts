import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { accessTable } from '#lib/auth/access-table.ts'
import { identify, unauthorized, type Identifier } from '#lib/auth/identify.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { StationName } from '#lib/station/station-names.ts'

/**
 * Lets a request through to its route only when the access table names the caller's role; sets `caller`. Unknown paths
 * pass, to be answered 404 or 405.
 */
export function guardRoutes(station: StationName, known: Identifier): MiddlewareHandler<AppEnv> {
  const rows = accessTable[station]
  return async function guard(c, next) {
    const caller = await identify(c.req.header('authorization'), known)
    c.set('caller', caller)
    const route = matchedRoutes(c).find(({ method }) => method !== 'ALL')
    if (route !== undefined) {
      const roles = rows[`${route.method} ${route.path}`] ?? []
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
