const UINT32 = 4_294_967_296

/** A source of numbers from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number

/**
 * Returns the random numbers of a seed; the same seed gives the same numbers in every run. Formula: mulberry32 by Tommy Ettinger,
 * started from a hash of all parts of the seed.
 */
export function seededRandom(...seed: readonly number[]): Random {
  let state = seed.reduce((hash, part) => mix(hash ^ Math.imul(part + 1, 0x9e_37_79_b1)), 0x6d_2b_79_f5)
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / UINT32
  }
}

/** Returns a function that draws an index; the chance of an index is proportional to its weight. */
export function weightedDraw(weights: readonly number[]): (random: Random) => number {
  const sums: number[] = []
  let sum = 0
  for (const weight of weights) sums.push((sum += weight))
  return (random) => {
    const wanted = random() * sum
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** Draws a number whose logarithm is uniform between two bounds. */
export function logUniform(random: Random, min: number, max: number): number {
  return min * (max / min) ** random()
}

/** Draws from the exponential distribution with this mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random())
}

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2_b2_ae_35)
  return (twice ^ (twice >>> 16)) >>> 0
}
