import { LRUCache } from 'lru-cache'
import { fullBucket, secondsUntil, type Bucket, type Rate } from '#lib/rates/token-bucket.ts'

/** Rates of callers, each counted under its key: a person, an address. */
export interface Rates {
  /**
   * Takes `count` tokens (1) of each key and gives 0; or takes none and gives the seconds to wait, when one of them has too
   * few.
   */
  take(keys: readonly string[], count?: number): number
}

/** How rates are kept. */
export interface RatesOptions {
  /** How many keys are remembered. One that is forgotten has a full rate again: more than can call while a bucket fills. */
  readonly keysMax: number
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number
}

/** Opens the rates of one process: with several processes of a station, each has its own. */
export function openRates(rate: Rate, { keysMax, now = () => performance.now() }: RatesOptions): Rates {
  const buckets = new LRUCache<string, Bucket>({ max: keysMax })

  function bucketOf(key: string, nowMs: number): Bucket {
    let bucket = buckets.get(key)
    if (bucket === undefined) buckets.set(key, (bucket = fullBucket(rate, nowMs)))
    return bucket
  }

  return {
    take(keys, count = 1) {
      const nowMs = now()
      const asked = [...new Set(keys)].map((key) => bucketOf(key, nowMs))
      const seconds = Math.max(0, ...asked.map((bucket) => secondsUntil(bucket, rate, { count, nowMs })))
      if (seconds === 0) for (const bucket of asked) bucket.tokens -= count
      return seconds
    },
  }
}
