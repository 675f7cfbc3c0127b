/** What a matcher counts. */
export interface Counts {
  /** Moves that counted: neither too old, nor too fast. */
  readonly moved: number
  readonly begun: number
  readonly ended: number
}

/** Reads the counts of a matcher from its metrics. */
export function readCounts(metrics: string): Counts {
  const read = (series: string): number => {
    const line = metrics.split('\n').find((each) => each.startsWith(`${series} `))
    return Number(line?.slice(series.length) ?? 0)
  }
  return {
    moved: read('push_matching_moves_total{outcome="moved"}'),
    begun: read('push_matching_matches_total{change="begun"}'),
    ended: read('push_matching_matches_total{change="ended"}'),
  }
}
