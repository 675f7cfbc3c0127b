import type { Metrics } from '#lib/telemetry/metrics.ts'

/** A request that was answered just now. */
export interface Answered {
  readonly method: string
  /** The route's pattern; undefined for a path that nobody declared: as labels those would have no end. */
  readonly route: string | undefined
  readonly status: number
  /** When it came, by `performance.now()`. */
  readonly startedAt: number
}

const SECOND_MS = 1_000

// Whoever calls may make up methods too; how all others are called is OpenTelemetry's
// (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/).
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Tells the metrics how long requests took, by method, route and status. */
export function openDurations(metrics: Metrics): (answered: Answered) => void {
  const durations = metrics.seconds('http_server_request_duration_seconds', 'Time to answer a request', [
    'http_request_method',
    'http_route',
    'http_response_status_code',
  ])
  const known = new Map<string, (seconds: number) => void>()

  return function observe({ method: called, route = 'unknown', status, startedAt }) {
    const method = METHODS.has(called) ? called : '_OTHER'
    const key = `${method} ${status} ${route}`
    let series = known.get(key)
    if (series === undefined) {
      series = durations.series({
        http_request_method: method,
        http_route: route,
        http_response_status_code: String(status),
      })
      known.set(key, series)
    }
    series((performance.now() - startedAt) / SECOND_MS)
  }
}
