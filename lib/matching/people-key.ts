/** Two people, in whatever order. */
export type TwoPeople = readonly [string, string]

/**
 * The key of two people, in whatever order they are named.
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
