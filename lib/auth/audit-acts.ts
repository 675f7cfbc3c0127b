import type { MiddlewareHandler } from 'hono'
import { paramsOf } from '#lib/auth/params-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { isSafeMethod } from '#lib/http/is-safe-method.ts'
import { matchedRoute } from '#lib/http/matched-route.ts'
import { requestIp } from '#lib/http/request-ip.ts'
import { newId } from '#lib/ids/new-id.ts'
import { truncateIp } from '#lib/privacy/truncate-ip.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { AuditLog } from '#lib/store/audit.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Where acts are written down. */
export interface AuditOptions {
  readonly station: StationName
  /** Absent where operators and the admin can change nothing. */
  readonly audit: AuditLog | undefined
  /** Proxies of ours in front of this station. */
  readonly hops: number
  readonly log: Logger
}

/**
 * Writes down what an operator or the admin changes, behind the guard: before it is done, and how it ended. What cannot be
 * written down is not done.
 */
export function auditActs({ station, audit, hops, log }: AuditOptions): MiddlewareHandler<AppEnv> {
  return async function auditAct(c, next) {
    const caller = c.get('caller')
    const route = matchedRoute(c)
    const isAct = (caller.role === 'operate' || caller.role === 'admin') && !isSafeMethod(c.req.method)
    if (!isAct || route === undefined) {
      await next()
      return
    }
    const id = newId()
    try {
      if (audit === undefined) throw new Error('this station has no audit log')
      const address = requestIp(c, hops)
      await audit.begin({
        id,
        person: caller.person,
        role: caller.role,
        station,
        method: c.req.method,
        route: route.path,
        params: paramsOf(route.path, c.req.path),
        requestId: c.get('requestId'),
        ip: address === undefined ? undefined : truncateIp(address),
      })
    } catch (cause) {
      throw new UnavailableError('Cannot write an act down, so it is not done', { cause })
    }
    await next()
    try {
      await audit.finish(id, c.res.status)
    } catch (error) {
      // It is done, and was written down as begun.
      log.error('outcome of an act not written down', { act: id, status: c.res.status, error })
    }
  }
}
