const WHO = ['id', 'deviceid', 'dk']
const WHERE = ['lat', 'location', 'cell', 'wifi']

/**
 * True for the query fields with which OsmAnd or Traccar Client reports a position. On a path of `/` nothing else tells these
 * apps from visitors.
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
