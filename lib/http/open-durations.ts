import type { Metrics } from '#lib/telemetry/metrics.ts'

/** An answered request. */
export interface Answered {
  readonly method: string
  /** The route's pattern. Undefined for a path without a route: paths as labels would be unlimited. */
  readonly route: string | undefined
  readonly status: number
  /** When the request came, by `performance.now()`. */
  readonly startedAt: number
}

const SECOND_MS = 1_000

// Callers can invent methods: all others share the name that OpenTelemetry gives them
// (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/).
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Records in the metrics how long requests took, by method, route and status. */
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
