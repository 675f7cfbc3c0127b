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
 * The seconds to wait until `count` tokens can be taken; 0 where they can be now. More than fit at once can be taken from a
 * full bucket.
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
 * Takes `count` tokens; gives the seconds to wait where that is not possible yet, and 0 where they were taken. More than fit
 * at once are waited for afterwards: in the long run the rate holds.
 */
export function takeTokens(bucket: Bucket, rate: Rate, taking: Taking): number {
  const seconds = secondsUntil(bucket, rate, taking)
  if (seconds === 0) bucket.tokens -= taking.count
  return seconds
}

/** How many, and when. */
export interface Taking {
  readonly count: number
  readonly nowMs: number
}
