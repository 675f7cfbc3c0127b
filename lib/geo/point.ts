/** A place on the sphere in degrees: `lat` −90…90, `lng` −180…180. */
export interface Point {
  readonly lat: number
  readonly lng: number
}

/**
 * True when both coordinates are finite and on the globe.
 *
 * @example
 * ```ts
 * isOnGlobe({ lat: 52.5, lng: 13.4 }) // => true
 * isOnGlobe({ lat: 91, lng: 0 }) // => false
 * ```
 */
export function isOnGlobe({ lat, lng }: Point): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180
}
