/** How much may pass: so many in the long run, and so many at once. */
export interface Rate {
  readonly ratePerSecond: number
  readonly burst: number
}

/** What is left of a rate. */
export interface Bucket {
  tokens: number
  /** When it was last looked at, by a clock that only goes forward. */
  atMs: number
}

const SECOND_MS = 1_000

/** A full bucket. */
export function fullBucket({ burst }: Rate, nowMs: number): Bucket {
  return { tokens: burst, atMs: nowMs }
}

/**
 * Takes `count` tokens; gives the seconds to wait where that is not possible yet, and 0 where they were taken. More than fit
 * at once are taken from a full bucket, and waited for afterwards: in the long run the rate holds.
 */
export function takeTokens(bucket: Bucket, { ratePerSecond, burst }: Rate, { count, nowMs }: Taking): number {
  const grown = ((nowMs - bucket.atMs) / SECOND_MS) * ratePerSecond
  bucket.tokens = Math.min(burst, bucket.tokens + grown)
  bucket.atMs = nowMs
  const missing = Math.min(count, burst) - bucket.tokens
  if (missing > 0) return missing / ratePerSecond
  bucket.tokens -= count
  return 0
}

/** How many, and when. */
export interface Taking {
  readonly count: number
  readonly nowMs: number
}
