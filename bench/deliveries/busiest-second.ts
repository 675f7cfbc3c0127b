const SECOND_MS = 1_000

/** The largest number of these times, in order, that are in one window of a second. */
export function busiestSecond(times: readonly number[]): number {
  let first = 0
  let most = 0
  for (const [place, at] of times.entries()) {
    while (at - (times[first] ?? at) >= SECOND_MS) first += 1
    most = Math.max(most, place + 1 - first)
  }
  return most
}
