import type { Point } from '#lib/geo/point.ts'
import type { Box } from '#lib/geo/split-box.ts'

/** Height of a row of the coarse grid: 20.8 km. A fraction that is exact in binary. */
const ROW_DEGREES = 0.1875
const ROWS = 180 / ROW_DEGREES

/** A column is at least this wide: as much as 20 km of latitude. */
const COLUMN_MIN_DEGREES = 0.18

/** The number of columns is a power of two, so that the borders in one row are borders in each row nearer to the equator. */
const COLUMNS_MAX = 1_024

/**
 * The cell of a coarse grid that contains a point, with the cells around it. Whoever asks with many points learns of something that it is
 * inside a block which cell it is in, and nothing finer: all borders are borders of cells, and cells are at least 20 km wide.
 *
 * @example
 * ```ts
 * coarseBlock({ lat: 52.52, lng: 13.405 }) // => { south: 52.3125, north: 52.875, west: 13.0078125, east: 14.0625 }
 * coarseBlock({ lat: 0, lng: 180 }) // => { south: -0.1875, north: 0.375, west: 179.296875, east: -179.6484375 }
 * ```
 */
export function coarseBlock({ lat, lng }: Point): Box {
  const row = Math.min(ROWS - 1, Math.floor((lat + 90) / ROW_DEGREES))
  const south = Math.max(-90, (row - 1) * ROW_DEGREES - 90)
  const north = Math.min(90, (row + 2) * ROW_DEGREES - 90)
  const columns = columnsUpTo(Math.max(Math.abs(south), Math.abs(north)))
  // Three of so few columns would be most of the circle.
  if (columns <= 4) return { south, north, west: -180, east: 180 }
  const width = 360 / columns
  const column = Math.min(columns - 1, Math.floor((lng + 180) / width))
  return {
    south,
    north,
    west: ((column - 1 + columns) % columns) * width - 180,
    // The last border is 180 and not -180, which would be the first.
    east: ((column + 1) % columns) * width + width - 180,
  }
}

function columnsUpTo(latitude: number): number {
  const fitting = (360 * Math.cos((latitude * Math.PI) / 180)) / COLUMN_MIN_DEGREES
  let columns = COLUMNS_MAX
  while (columns > 1 && columns > fitting) columns /= 2
  return columns
}
