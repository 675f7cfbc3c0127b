import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Counts a refused call by its reason. */
export type CountRefusal = (reason: string) => void

/** Opens the counter of refused calls. */
export function openRefusalCount(metrics: Metrics): CountRefusal {
  const refused = metrics.counter(
    'push_tracker_refused_calls_total',
    'Calls that were refused because of their write key, their rate, or the calls in progress',
    ['reason'],
  )
  return (reason) => refused.inc({ reason })
}
