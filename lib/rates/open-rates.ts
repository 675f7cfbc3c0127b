import { LRUCache } from 'lru-cache'
import { fullBucket, secondsUntil, type Bucket, type Rate } from '#lib/rates/token-bucket.ts'

/** Rates of callers, each counted under its key: a person, an address. */
export interface Rates {
  /**
   * Takes `count` tokens (1) of each key and gives 0; or takes none and gives the seconds to wait, when one of them has too
   * few.
   */
  take(keys: readonly string[], count?: number): number
  /** The seconds to wait until `take()` gives 0; takes nothing. Nothing comes in between when both are called at once. */
  secondsUntil(keys: readonly string[], count?: number): number
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
  const known = new LRUCache<string, Bucket>({ max: keysMax })

  function bucketOf(key: string, nowMs: number): Bucket {
    let bucket = known.get(key)
    if (bucket === undefined) known.set(key, (bucket = fullBucket(rate, nowMs)))
    return bucket
  }

  function ask(keys: readonly string[], count: number) {
    const nowMs = now()
    const buckets = [...new Set(keys)].map((key) => bucketOf(key, nowMs))
    const waits = buckets.map((bucket) => secondsUntil(bucket, rate, { count, nowMs }))
    return { buckets, seconds: Math.max(0, ...waits) }
  }

  return {
    take(keys, count = 1) {
      const asked = ask(keys, count)
      if (asked.seconds === 0) for (const bucket of asked.buckets) bucket.tokens -= count
      return asked.seconds
    },
    secondsUntil: (keys, count = 1) => ask(keys, count).seconds,
  }
}
