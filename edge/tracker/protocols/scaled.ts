import { numberOf } from '#lib/events/read-number.ts'

/**
 * A value times a factor, rounded to two decimals; undefined if it is not a number.
 *
 * @example
 * ```ts
 * scaled('0.87', 100) // => 87
 * scaled('full', 100) // => undefined
 * ```
 */
export function scaled(value: unknown, factor: number): number | undefined {
  const number = numberOf(value)
  return number === undefined ? undefined : Math.round(number * factor * 100) / 100
}
