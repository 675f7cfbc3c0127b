import { distanceMeters, EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import { isInPolygon } from '#lib/geo/is-in-polygon.ts'
import type { Point } from '#lib/geo/point.ts'
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import { circleBoxes } from '#lib/geo/circle-boxes.ts'
import { type Box, splitBox } from '#lib/geo/split-box.ts'
import { add, pointTo, unitVector } from '#lib/geo/vector.ts'

/**
 * A part of the globe: the inside of a polygon without a `ringProblem()`, or what lies between two parallels and two meridians, with its
 * borders. A box whose west is greater than its east crosses the antimeridian.
 */
export type Area = { readonly polygon: readonly Point[] } | { readonly box: Box }

/** A circle on the globe. */
export interface Circle {
  readonly centre: Point
  readonly radiusMeters: number
}

const DEGREES_PER_RADIAN = 180 / Math.PI

// What is around an area only prefilters: these margins outweigh every rounding error.
const MARGIN_DEGREES = 1e-8
const MARGIN_METERS = 0.01

/**
 * True when a point is in an area. A pole is in every box that reaches it.
 *
 * @example
 * ```ts
 * const box = { south: -1, north: 1, west: 179, east: -179 }
 * isInArea({ lat: 0, lng: -180 }, { box }) // => true
 * isInArea({ lat: 0, lng: 0 }, { box }) // => false
 * ```
 */
export function isInArea(point: Point, area: Area): boolean {
  if ('polygon' in area) return isInPolygon(point, area.polygon)
  const { south, north, west, east } = area.box
  if (point.lat < south || point.lat > north) return false
  if (Math.abs(point.lat) === 90) return true
  // Both are the antimeridian.
  const lngs = Math.abs(point.lng) === 180 ? [-180, 180] : [point.lng]
  return lngs.some((lng) => (west > east ? lng >= west || lng <= east : lng >= west && lng <= east))
}

/**
 * Boxes that together contain every point within `meters` of an area.
 *
 * @example
 * ```ts
 * boxesAround({ box: { south: 0, north: 1, west: 179, east: -179 } }, 0).length // => 2
 * ```
 */
export function boxesAround(area: Area, meters: number): Box[] {
  if ('polygon' in area) {
    const { centre, radiusMeters } = circleAround(area, meters)
    return circleBoxes(centre, radiusMeters)
  }
  const { south, north, west } = area.box
  const angle = meters / EARTH_RADIUS_METERS
  const margin = angle * DEGREES_PER_RADIAN + MARGIN_DEGREES
  // The circles around the points of the box that are farthest from the equator are the widest.
  const ratio = Math.sin(angle) / Math.cos(Math.max(-south, north) / DEGREES_PER_RADIAN)
  const sides = ratio >= 1 ? 360 : Math.asin(ratio) * DEGREES_PER_RADIAN + MARGIN_DEGREES
  return splitBox({
    south: south - margin,
    north: north + margin,
    west: west - sides,
    east: west + widthOf(area.box) + sides,
  })
}

/**
 * A circle that contains every point within `meters` of an area.
 *
 * @example
 * ```ts
 * circleAround({ box: { south: -1, north: 1, west: 179, east: -179 } }, 0).centre // => { lat: 0, lng: 180 }
 * ```
 */
export function circleAround(area: Area, meters: number): Circle {
  if ('polygon' in area) {
    const centre = pointTo(area.polygon.map(unitVector).reduce(add))
    return { centre, radiusMeters: capRadiusMeters(area.polygon, centre) + meters + MARGIN_METERS }
  }
  const { south, north, west } = area.box
  const width = widthOf(area.box)
  const isNorth = south + north >= 0
  // Of a box over up to half of the meridians, the corners are farthest from the middle. A wider one is inside of a circle around a pole.
  const lng = west + width / 2
  const centre =
    width <= 180
      ? { lat: (south + north) / 2, lng: lng > 180 ? lng - 360 : lng }
      : { lat: isNorth ? 90 : -90, lng: 0 }
  const corners = [south, north].map((lat) => ({ lat, lng: west }))
  const radiusMeters = Math.max(...corners.map((corner) => distanceMeters(centre, corner)))
  return { centre, radiusMeters: radiusMeters + meters + MARGIN_METERS }
}

/** How many degrees a box reaches to the east. */
function widthOf({ west, east }: Box): number {
  return west > east ? east - west + 360 : east - west
}
