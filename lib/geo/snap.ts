import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'

/** Edge of a cell of the privacy grid in metres (north–south exactly, east–west at the cell's latitude). */
export const GRID_METERS = 500

const METERS_PER_DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180

/**
 * The centre of the cell of the privacy grid that contains a point. Others see this centre in place of a hidden place.
 * Rows are 500 m of latitude; the columns of a row are as many as fit at its middle.
 *
 * @example
 * ```ts
 * const cell = snapToGrid({ lat: 52.5201, lng: 13.4051 })
 * snapToGrid(cell) // => cell
 * ```
 */
export function snapToGrid({ lat, lng }: Point): Point {
  const rowDegrees = GRID_METERS / METERS_PER_DEGREE
  const snappedLat = Math.max(-90, Math.min(90, (Math.floor(lat / rowDegrees) + 0.5) * rowDegrees))
  const columns = Math.max(1, Math.round((360 * Math.cos((snappedLat * Math.PI) / 180)) / rowDegrees))
  const columnDegrees = 360 / columns
  const column = Math.min(columns - 1, Math.floor((lng + 180) / columnDegrees))
  return { lat: round(snappedLat), lng: round((column + 0.5) * columnDegrees - 180) }
}

function round(degrees: number): number {
  // Adding zero makes zero of minus zero, which no database keeps.
  return Math.round(degrees * 1e6) / 1e6 + 0
}
