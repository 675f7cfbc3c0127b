/** A latitude/longitude rectangle in degrees that never crosses the antimeridian. */
export interface Box {
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}

/**
 * Boxes that together are one whose sides may be beyond the poles and the antimeridian: one, or two parted by the antimeridian. One that
 * reaches a pole is all around it.
 *
 * @example
 * ```ts
 * splitBox({ south: 0, north: 1, west: 179, east: 181 }).length // => 2
 * splitBox({ south: 89, north: 91, west: 0, east: 1 }) // => [{ south: 89, north: 90, west: -180, east: 180 }]
 * ```
 */
export function splitBox({ south, north, west, east }: Box): Box[] {
  if (south <= -90 || north >= 90)
    return [{ south: Math.max(-90, south), north: Math.min(90, north), west: -180, east: 180 }]
  if (east - west >= 360) return [{ south, north, west: -180, east: 180 }]
  if (west < -180) {
    return [
      { south, north, west: -180, east },
      { south, north, west: west + 360, east: 180 },
    ]
  }
  if (east > 180) {
    return [
      { south, north, west, east: 180 },
      { south, north, west: -180, east: east - 360 },
    ]
  }
  return [{ south, north, west, east }]
}
