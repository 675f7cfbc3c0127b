import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { GRID_METERS, snapToGrid } from '#lib/geo/snap.ts'

/** Distance by which a hidden point must leave its cell before it is shown in another cell. It hides movements at a border. */
export const OVERSHOOT_METERS = 150

const LIMIT_METERS = GRID_METERS / 2 + OVERSHOOT_METERS

/**
 * The cell in which a moving hidden point is shown: the previous cell, until the point is more than 150 m outside of it. Then only the row
 * or the column changes that the point left: a change of both at once would tell that it is near a corner. (The columns of two rows
 * are not in line, so a change of the row goes to the nearest column that the point may stay in.)
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
  const isInRow = northMeters <= LIMIT_METERS
  if (isInRow && eastMeters <= LIMIT_METERS) return previous
  if (isInRow) return snapToGrid({ lat: previous.lat, lng: point.lng })
  const beside = snapToGrid({ lat: point.lat, lng: previous.lng })
  const besideMeters = distanceMeters(
    { lat: previous.lat, lng: beside.lng },
    { lat: previous.lat, lng: point.lng },
  )
  return besideMeters <= LIMIT_METERS ? beside : snapToGrid(point)
}
