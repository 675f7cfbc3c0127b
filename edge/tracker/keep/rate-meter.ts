const MEMORY_MS = 60_000
const SECOND_MS = 1_000

/** How much passes in a second, as of lately. */
export interface RateMeter {
  add(amount: number): void
  perSecond(): number
}

/** A meter that remembers about a minute: an amount counts for less the longer ago it was, by e in 60 s. */
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
    // No more than an addition: it is called for each event.
    add(amount) {
      fresh += amount
    },
    perSecond,
  }
}
