import type { Point } from '#lib/geo/point.ts'

// A tenth of a millimetre.
const DIGITS = 9

/**
 * A computed point with as many digits as are certain.
 *
 * @example
 * ```ts
 * roundPoint({ lat: 0.1 + 0.2, lng: 179.99999999999997 }) // => { lat: 0.3, lng: 180 }
 * ```
 */
export function roundPoint({ lat, lng }: Point): Point {
  return { lat: roundDegrees(lat), lng: roundDegrees(lng) }
}

/**
 * A computed angle with as many digits as are certain.
 *
 * @example
 * ```ts
 * roundDegrees(0.1 + 0.2) // => 0.3
 * ```
 */
export function roundDegrees(degrees: number): number {
  // Adding zero makes zero of minus zero.
  return Number(degrees.toFixed(DIGITS)) + 0
}
