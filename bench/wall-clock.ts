/** Milliseconds since 1970 with fractions, comparable with times of other processes on this machine. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now()
}
