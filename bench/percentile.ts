/** The value that a share of all lies below, `percentile(times, 0.99)` for p99; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** The median of a figure that each of some rounds has. */
export function medianOf<Round>(rounds: readonly Round[], figure: (round: Round) => number): number {
  return percentile(rounds.map(figure), 0.5)
}
