const MEMORY_MS = 60_000
const SECOND_MS = 1_000

/** Measures an amount per second, over the last minute or so. */
export interface RateMeter {
  add(amount: number): void
  perSecond(): number
}

/** A meter with exponential decay: the weight of an amount falls by the factor e in 60 s. */
export function openRateMeter(now: () => number = () => performance.now()): RateMeter {
  let weight = 0
  let decayedAt = now()
  let fresh = 0

  function perSecond(): number {
    const at = now()
    weight = (weight + fresh) * Math.exp((decayedAt - at) / MEMORY_MS)
    fresh = 0
    decayedAt = at
    return (weight / MEMORY_MS) * SECOND_MS
  }

  return {
    // Only an addition, because it is called for each event.
    add(amount) {
      fresh += amount
    },
    perSecond,
  }
}
