import { EDGE_TOLERANCE_METERS, type Edge, type PlanePoint } from '#lib/geo/prepare-polygon.ts'

const SQUARED_TOLERANCE = EDGE_TOLERANCE_METERS * EDGE_TOLERANCE_METERS

/**
 * On which side of the line through an edge a place is: positive on the left, negative on the right. The size is the distance from
 * the line multiplied by the length of the edge, in square metres.
 *
 * @example
 * ```ts
 * const { edges: [edge] } = preparePolygon([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }, { lat: 1, lng: 0 }])
 * Math.sign(sideOf({ x: 0, y: 0 }, edge)) // => 1
 * ```
 */
export function sideOf({ x, y }: PlanePoint, { from, to }: Edge): number {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
}

/**
 * True when a place is on an edge or on one of its ends: at most 1 mm away. A caller that knows `sideOf()` gives it.
 *
 * @example
 * ```ts
 * const { edges: [edge] } = preparePolygon([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }, { lat: 1, lng: 0 }])
 * isOnEdge(edge.from, edge) // => true
 * isOnEdge({ x: 0, y: 0 }, edge) // => false
 * ```
 */
export function isOnEdge(place: PlanePoint, edge: Edge, side = sideOf(place, edge)): boolean {
  if (Math.abs(side) > EDGE_TOLERANCE_METERS * edge.lengthMeters) return false
  const { from, to, lengthMeters } = edge
  const along = (place.x - from.x) * (to.x - from.x) + (place.y - from.y) * (to.y - from.y)
  if (along <= 0) return isSamePlace(place, from)
  if (along >= lengthMeters * lengthMeters) return isSamePlace(place, to)
  return true
}

function isSamePlace(a: PlanePoint, b: PlanePoint): boolean {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 <= SQUARED_TOLERANCE
}
