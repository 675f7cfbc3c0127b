/** A place on a map of latitudes (`y`) and longitudes (`x`) that goes on beyond the antimeridian, where `x` is greater than 180 or less than −180. */
export interface MapPlace {
  readonly x: number
  readonly y: number
}

/**
 * The shorter turn to the same meridian, −180 to 180.
 *
 * @example
 * ```ts
 * turnedLng(-359) // => 1
 * ```
 */
export function turnedLng(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360)
}

/**
 * Where a path crosses a meridian on the way from a place to the next one; undefined when it does not. A place on the meridian counts
 * as east of it. A place of the path that is on the meridian is given exactly.
 *
 * @example
 * ```ts
 * crossingAt(180, { x: 179, y: 0 }, { x: 181, y: 2 }) // => { x: 180, y: 1 }
 * crossingAt(180, { x: 180, y: 0 }, { x: 181, y: 2 }) // => undefined
 * ```
 */
export function crossingAt(x: number, from: MapPlace, to: MapPlace): MapPlace | undefined {
  if (from.x < x === to.x < x) return undefined
  if (from.x === x) return from
  if (to.x === x) return to
  return { x, y: from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x) }
}
