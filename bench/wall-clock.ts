/** Milliseconds since 1970 with fractions, to be compared with what other processes of this machine wrote down. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now()
}
