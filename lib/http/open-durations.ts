import type { Metrics } from '#lib/telemetry/metrics.ts'

/** One answered request. */
export interface Answered {
  readonly method: string
  /** The route's pattern; undefined for a path that nobody declared: as labels those would have no end. */
  readonly route: string | undefined
  readonly status: number
  readonly seconds: number
}

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

  return function observe({ method, route = 'unknown', status, seconds }) {
    const key = `${METHODS.has(method) ? method : '_OTHER'} ${status} ${route}`
    let series = known.get(key)
    if (series === undefined) {
      series = durations.series({
        http_request_method: METHODS.has(method) ? method : '_OTHER',
        http_route: route,
        http_response_status_code: String(status),
      })
      known.set(key, series)
    }
    series(seconds)
  }
}
