import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

const NOT_FOUND = 404

/** Tells the metrics how long each request took, by method, route and status. */
export function observeDuration(metrics: Metrics): MiddlewareHandler<AppEnv> {
  const seconds = metrics.seconds('http_server_request_duration_seconds', 'Time to answer a request', [
    'http_request_method',
    'http_route',
    'http_response_status_code',
  ])
  return async function observe(c, next) {
    const started = performance.now()
    await next()
    seconds.observe(
      {
        http_request_method: c.req.method,
        // Paths that nobody declared are made up by whoever calls: as labels they would have no end.
        http_route: c.res.status === NOT_FOUND ? 'unknown' : routePath(c, -1),
        http_response_status_code: String(c.res.status),
      },
      (performance.now() - started) / 1_000,
    )
  }
}
