/** An unordered pair of people. */
export type TwoPeople = readonly [string, string]

/**
 * The key of a pair of people; it does not depend on their order.
 *
 * @example
 * ```ts
 * peopleKey('ben', 'anna') // => '["anna","ben"]'
 * peopleKey('anna', 'ben') === peopleKey('ben', 'anna') // => true
 * ```
 */
export function peopleKey(one: string, other: string): string {
  return JSON.stringify(one < other ? [one, other] : [other, one])
}
