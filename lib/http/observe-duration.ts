import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnv } from '#lib/http/app-env.ts'
import { openDurations } from '#lib/http/open-durations.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

const NOT_FOUND = 404

/** Measures the duration of every answer of an app. */
export function observeDuration(metrics: Metrics): MiddlewareHandler<AppEnv> {
  const answered = openDurations(metrics)
  return async function observe(c, next) {
    const startedAt = performance.now()
    await next()
    const { status } = c.res
    answered({
      method: c.req.method,
      route: status === NOT_FOUND ? undefined : routePath(c, -1),
      status,
      startedAt,
    })
  }
}
