import type { MiddlewareHandler } from 'hono'
import { actChange } from '#lib/auth/act-change.ts'
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

/** What the audit middleware needs. */
export interface AuditOptions {
  readonly station: StationName
  /** Absent at stations where operators and the admin cannot change anything. */
  readonly audit: AuditLog | undefined
  /** Number of our own proxies in front of this station. */
  readonly hops: number
  readonly log: Logger
}

/**
 * Writes each change by an operator or the admin to the audit log: once before the route runs, and once with its status and
 * what it changed.
 * It runs behind the guard. If the first entry cannot be written, the route does not run.
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
      throw new UnavailableError('Cannot write to the audit log, so the change is not made', { cause })
    }
    await next()
    try {
      const acted = c.res.ok ? c.get('acted') : undefined
      await audit.finish(id, c.res.status, acted && actChange(acted))
    } catch (error) {
      // The change is made. Its entry stays in the log, without a status.
      log.error('cannot write the outcome of a change to the audit log', {
        act: id,
        status: c.res.status,
        error,
      })
    }
  }
}
