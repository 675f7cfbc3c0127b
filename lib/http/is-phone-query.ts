const WHO = ['id', 'deviceid', 'dk']
const WHERE = ['lat', 'location', 'cell', 'wifi']

/**
 * True for the fields of a query by which OsmAnd or Traccar Client says where a phone is: at an address without a path nothing else
 * tells them from visitors.
 *
 * @example
 * ```ts
 * isPhoneQuery(['id', 'lat', 'lon']) // => true
 * isPhoneQuery(['id']) // => false
 * ```
 */
export function isPhoneQuery(names: readonly string[]): boolean {
  return WHO.some((name) => names.includes(name)) && WHERE.some((name) => names.includes(name))
}
