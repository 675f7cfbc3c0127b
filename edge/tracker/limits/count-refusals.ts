import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Counts a call that was refused, by why. */
export type CountRefusal = (reason: string) => void

/** Opens the count of calls that were refused for who sends them, or for how many there are. */
export function openRefusalCount(metrics: Metrics): CountRefusal {
  const refused = metrics.counter(
    'push_tracker_refused_calls_total',
    'Calls that were refused because of their write key, their rate, or the calls in hand',
    ['reason'],
  )
  return (reason) => refused.inc({ reason })
}
