import { cutAtMeridian } from '#lib/geo/cut-at-meridian.ts'
import { densifyRing } from '#lib/geo/densify-ring.ts'
import { distanceMeters } from '#lib/geo/distance.ts'
import { isOnEdge } from '#lib/geo/edge-in-plane.ts'
import { type MapPlace, turnedLng } from '#lib/geo/map-place.ts'
import type { Point } from '#lib/geo/point.ts'
import { isCounterclockwise } from '#lib/geo/polygon-size.ts'
import { EDGE_TOLERANCE_METERS, preparePolygon } from '#lib/geo/prepare-polygon.ts'
import { roundDegrees } from '#lib/geo/round-point.ts'
import type { Box } from '#lib/geo/split-box.ts'
import { unrollRing } from '#lib/geo/unroll-ring.ts'

/**
 * Straight lines on a map are at most this far from the edges of a polygon. Less than the width of the strips that people draw: the two long
 * sides of a strip must not cross each other on the map. Very near a pole, those of a thinner strip may.
 */
export const MAP_ERROR_METERS = 5

/** A ring has at most this many points on a map, unless the cuts add some. With more long edges than that allows, the error is greater. */
export const MAP_POINTS_MAX = 2_000

/** A polygon on a map. */
export interface MapPolygons {
  /** Counter-clockwise rings on the map from −180 to 180; the first point is not repeated. */
  readonly rings: readonly (readonly Point[])[]
  /** Around all rings. A west greater than the east is west of the antimeridian. */
  readonly box: Box
}

/**
 * A polygon without a `polygonProblem()` as programs read it that take latitudes and longitudes as a plane: cut at the antimeridian,
 * with the pole that it contains, and with more points on long edges.
 *
 * We use no library: those for planes know no great circles and no poles, and `d3-geo` moves what is within 6 m of the antimeridian, and has
 * wrong insides, see `isInPolygon()`.
 *
 * @example
 * ```ts
 * const ring = [{ lat: 0, lng: 179.9 }, { lat: 0, lng: -179.9 }, { lat: 0.2, lng: 180 }]
 * mapPolygons(ring).rings.length // => 2
 * mapPolygons(ring).box // => { south: 0, north: 0.2, west: 179.9, east: -179.9 }
 * ```
 */
export function mapPolygons(ring: readonly Point[]): MapPolygons {
  const turned = isCounterclockwise(ring) ? ring : ring.toReversed()
  const dense = densifyRing(withPole(turned), { metersMax: MAP_ERROR_METERS, pointsMax: MAP_POINTS_MAX })
  const path = unrollRing(dense)
  const xs = path.map(({ x }) => x)
  const ys = path.map(({ y }) => y)
  const [xMin, xMax] = [Math.min(...xs), Math.max(...xs)]
  let parts = [path]
  for (let x = 360 * Math.ceil((xMin + 180) / 360) - 180; x <= xMax; x += 360)
    parts = parts.flatMap((part) => cutAtMeridian(part, x))
  const isRound = xMax - xMin >= 360
  return {
    rings: parts.map(ringOnMap).filter(hasWidth),
    box: {
      south: roundDegrees(Math.min(...ys)),
      north: roundDegrees(Math.max(...ys)),
      west: isRound ? -180 : westOf(xMin),
      east: isRound ? 180 : -westOf(-xMax),
    },
  }
}

/** The ring with a point at the pole where an edge runs through it, or a point is nearer to it than the tolerance. */
function withPole(ring: readonly Point[]): readonly Point[] {
  const { edges, project } = preparePolygon(ring)
  const pole = { lat: (ring[0]?.lat ?? 0) < 0 ? -90 : 90, lng: 0 }
  const place = project(pole)
  if (place === undefined) return ring
  const isThere = (point: Point | undefined) =>
    point !== undefined && distanceMeters(point, pole) <= EDGE_TOLERANCE_METERS
  return ring.flatMap((point, index) => {
    if (isThere(point)) return [pole]
    const edge = edges[index]
    const isEnd = isThere(ring[(index + 1) % ring.length])
    return edge !== undefined && !isEnd && isOnEdge(place, edge) ? [point, pole] : [point]
  })
}

/** A part of the path as a ring on the map, without repeated points. */
function ringOnMap(part: readonly MapPlace[]): Point[] {
  const xs = part.map(({ x }) => x)
  const shift = 360 * Math.round((Math.min(...xs) + Math.max(...xs)) / 720)
  const points = part.map(({ x, y }) => ({ lat: roundDegrees(y), lng: roundDegrees(x - shift) }))
  return points.filter(({ lat, lng }, index) => {
    const before = points.at(index - 1)
    return lat !== before?.lat || lng !== before.lng
  })
}

/** False for what rounding left of a part that only touched the antimeridian. */
function hasWidth(ring: readonly Point[]): boolean {
  return ring.some(({ lng }) => lng !== ring[0]?.lng)
}

/** The longitude of the west side of a box: that of the antimeridian is −180. */
function westOf(x: number): number {
  const lng = roundDegrees(turnedLng(x))
  return lng === 180 ? -180 : lng
}
