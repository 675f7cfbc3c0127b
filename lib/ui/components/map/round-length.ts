const STEPS = [1, 2, 5]

/**
 * The longest round length in metres that is not longer than `meters`.
 *
 * @example
 * ```ts
 * roundLength(740) // => 500
 * roundLength(23_000) // => 20000
 * ```
 */
export function roundLength(meters: number): number {
  const power = 10 ** Math.floor(Math.log10(meters))
  return (STEPS.findLast((step) => step * power <= meters) ?? 1) * power
}
