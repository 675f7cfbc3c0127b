/** A rate limit: tokens per second in the long run, and a maximum at once. */
export interface Rate {
  readonly ratePerSecond: number
  readonly burst: number
}

/** The tokens left of a rate. */
export interface Bucket {
  tokens: number
  /** Time of the last update, by a monotonic clock. */
  atMs: number
}

const SECOND_MS = 1_000

/** A full bucket. */
export function fullBucket({ burst }: Rate, nowMs: number): Bucket {
  return { tokens: burst, atMs: nowMs }
}

/**
 * The seconds to wait until `count` tokens can be taken; 0 if they can be taken now. A full bucket gives more than its burst: it
 * goes into debt.
 */
export function secondsUntil(
  bucket: Bucket,
  { ratePerSecond, burst }: Rate,
  { count, nowMs }: Taking,
): number {
  const grown = ((nowMs - bucket.atMs) / SECOND_MS) * ratePerSecond
  bucket.tokens = Math.min(burst, bucket.tokens + grown)
  bucket.atMs = nowMs
  const missing = Math.min(count, burst) - bucket.tokens
  return missing > 0 ? missing / ratePerSecond : 0
}

/**
 * Takes `count` tokens and gives 0; or takes none and gives the seconds to wait. A debt must be waited for afterwards, so that the
 * rate holds in the long run.
 */
export function takeTokens(bucket: Bucket, rate: Rate, taking: Taking): number {
  const seconds = secondsUntil(bucket, rate, taking)
  if (seconds === 0) bucket.tokens -= taking.count
  return seconds
}

/** How many tokens are taken, and when. */
export interface Taking {
  readonly count: number
  readonly nowMs: number
}
