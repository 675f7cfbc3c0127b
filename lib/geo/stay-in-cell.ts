import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { GRID_METERS, snapToGrid } from '#lib/geo/snap.ts'

/** Distance by which a hidden point must leave its cell before it is shown in another cell. It hides movements at a border. */
export const OVERSHOOT_METERS = 150

/**
 * The cell in which a moving hidden point is shown: the previous cell, until the point is more than 150 m outside of it.
 *
 * @example
 * ```ts
 * const cell = snapToGrid({ lat: 52.52, lng: 13.405 })
 * stayInCell(cell, { lat: cell.lat + 0.003, lng: cell.lng }) // => cell
 * ```
 */
export function stayInCell(previous: Point | undefined, point: Point): Point {
  if (previous === undefined) return snapToGrid(point)
  const northMeters = distanceMeters(previous, { lat: point.lat, lng: previous.lng })
  const eastMeters = distanceMeters(
    { lat: previous.lat, lng: previous.lng },
    { lat: previous.lat, lng: point.lng },
  )
  const limit = GRID_METERS / 2 + OVERSHOOT_METERS
  return northMeters <= limit && eastMeters <= limit ? previous : snapToGrid(point)
}
