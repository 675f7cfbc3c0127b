import { cellToBoundary, cellToLatLng, getHexagonEdgeLengthAvg, gridDisk, latLngToCell, UNITS } from 'h3-js'
import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'

/** Distance in metres that the centre of a covered circle may move before its cover must be made anew. */
export const COVER_SLACK_METERS = 500

/**
 * The resolutions of H3 (https://h3geo.org/docs/core-library/restable) that covers use, each with the largest radius in metres for
 * which it is used. With these a cover has about ten cells.
 */
const RESOLUTIONS = [
  { resolution: 8, radiusMetersMax: 700 },
  { resolution: 7, radiusMetersMax: 2_400 },
  { resolution: 6, radiusMetersMax: 7_000 },
  { resolution: 5, radiusMetersMax: 20_000 },
  { resolution: 4, radiusMetersMax: Infinity },
] as const

// H3 distorts: the largest circumradius of a cell is 1.33 times the average length of an edge of its resolution, and the smallest
// distance of the centres of two neighbours is 1.2 times that length. The numbers below leave a reserve.
const CIRCUMRADIUS_EDGES_MAX = 1.5
const SPACING_EDGES_MIN = 1.1

/**
 * The cells of H3 that together hold every point within `radiusMeters` of each centre that is at most `COVER_SLACK_METERS` away from
 * `centre`.
 *
 * @example
 * ```ts
 * coverCells({ lat: 52.52, lng: 13.405 }, 1_000).length // => 6
 * ```
 */
export function coverCells(centre: Point, radiusMeters: number): string[] {
  return cellsReaching(centre, radiusMeters + COVER_SLACK_METERS, resolutionFor(radiusMeters))
}

/** The cells of a resolution of H3 that together hold every point within `reachMeters` of a centre. */
export function cellsReaching(centre: Point, reachMeters: number, resolution: number): string[] {
  const edgeMeters = getHexagonEdgeLengthAvg(resolution, UNITS.m)
  // `gridDisk()` alone leaves holes; so this keeps each cell whose own circle reaches the circle.
  const widestMeters = edgeMeters * CIRCUMRADIUS_EDGES_MAX
  // One ring more, because the centre may lie anywhere in its own cell.
  const rings = Math.ceil((reachMeters + widestMeters) / (edgeMeters * SPACING_EDGES_MIN)) + 1
  const own = latLngToCell(centre.lat, centre.lng, resolution)
  return gridDisk(own, rings).filter((cell) => {
    const away = distanceMeters(centre, centreOf(cell))
    if (away <= reachMeters) return true
    return away <= reachMeters + widestMeters && away <= reachMeters + circumradiusMeters(cell)
  })
}

/** The cell of a resolution that holds a point. */
export function cellAt({ lat, lng }: Point, resolution: number): string {
  return latLngToCell(lat, lng, resolution)
}

/** The cells that hold a point, one for each resolution that a cover may have. */
export function cellsAt({ lat, lng }: Point): string[] {
  return RESOLUTIONS.map(({ resolution }) => latLngToCell(lat, lng, resolution))
}

function resolutionFor(radiusMeters: number): number {
  return RESOLUTIONS.find(({ radiusMetersMax }) => radiusMeters <= radiusMetersMax)?.resolution ?? 0
}

function centreOf(cell: string): Point {
  const [lat, lng] = cellToLatLng(cell)
  return { lat, lng }
}

// A little more than to the farthest vertex: edges are straight on the faces of H3's icosahedron, not on the sphere.
const EDGE_CURVE = 1.01

function circumradiusMeters(cell: string): number {
  const centre = centreOf(cell)
  const vertices = cellToBoundary(cell).map(([lat, lng]) => distanceMeters(centre, { lat, lng }))
  return Math.max(...vertices) * EDGE_CURVE
}
