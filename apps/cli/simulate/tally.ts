import { createHistogram } from 'node:perf_hooks'

/** Counts pings and measures their latency. */
export interface Tally {
  answered(ms: number): void
  failed(reason: string): void
  read(): TallyReading
}

/** The counts so far. */
export interface TallyReading {
  readonly pings: number
  readonly errors: number
  /** Reason of the last failure. */
  readonly lastError: string | undefined
  readonly p50Ms: number
  readonly p99Ms: number
}

const MICROSECONDS = 1_000

/** Creates an empty tally. */
export function openTally(): Tally {
  const histogram = createHistogram()
  let errors = 0
  let lastError: string | undefined

  function percentileMs(percentile: number): number {
    return histogram.count === 0 ? 0 : histogram.percentile(percentile) / MICROSECONDS
  }

  return {
    answered: (ms) => histogram.record(Math.max(1, Math.round(ms * MICROSECONDS))),
    failed(reason) {
      errors += 1
      lastError = reason
    },
    read: () => ({
      pings: histogram.count,
      errors,
      lastError,
      p50Ms: percentileMs(50),
      p99Ms: percentileMs(99),
    }),
  }
}
