import type { Counter } from '#lib/telemetry/open-counter.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** The count of pairs that began and ended, whatever began or ended them. */
export function countMatches(metrics: Metrics): Counter<'change'> {
  return metrics.counter('push_matching_matches_total', 'Pairs that began and ended', ['change'])
}
