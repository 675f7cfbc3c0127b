import { distanceMeters } from '#lib/geo/distance.ts'
import { metersOutsidePolygon } from '#lib/geo/meters-outside-polygon.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import { areaSquareMeters } from '#lib/geo/polygon-size.ts'
import { EDGE_TOLERANCE_METERS } from '#lib/geo/prepare-polygon.ts'
import { touchingEdges } from '#lib/geo/touching-edges.ts'

/** A ring has at least this many points. The last one is not a repetition of the first. */
export const RING_POINTS_MIN = 3

/** A ring has at most this many points. */
export const RING_POINTS_MAX = 500

/** No point of a ring is farther from the location of its polygon, in metres. */
export const RING_REACH_METERS_MAX = 68_000

/** A polygon has at most this area: 10,000 km². */
export const POLYGON_SQUARE_METERS_MAX = 10_000_000_000

/**
 * The first reason why a ring is not a valid polygon around `at`; undefined when it is one. The text continues the name of a field: "must …".
 * It counts points from 1 and contains no coordinate. No valid polygon has the area 0: its edges would touch. Touching means: nearer than 1 mm.
 *
 * @param errorMeters how far the location may be from the exact one, which is in the polygon; 0 if it is exact
 *
 * @example
 * ```ts
 * const at = { lat: 0, lng: 0 }
 * polygonProblem([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }], at) // => 'must have at least 3 points'
 * polygonProblem([{ lat: -0.1, lng: -0.1 }, { lat: -0.1, lng: 0.1 }, { lat: 0.2, lng: 0 }], at) // => undefined
 * ```
 */
export function polygonProblem(ring: readonly Point[], at: Point, errorMeters = 0): string | undefined {
  return (
    problemOfCount(ring) ??
    problemOfPoints(ring, at, { meters: RING_REACH_METERS_MAX, of: 'the location', errorMeters }) ??
    problemOfShape(ring, at, errorMeters)
  )
}

/**
 * The first reason why a ring is not a valid polygon without a location, of which all points are at most 136 km from the first; undefined
 * when it is one.
 *
 * @example
 * ```ts
 * ringProblem([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }]) // => 'must have at least 3 points'
 * ringProblem([{ lat: -0.1, lng: -0.1 }, { lat: -0.1, lng: 0.1 }, { lat: 0.2, lng: 0 }]) // => undefined
 * ```
 */
export function ringProblem(ring: readonly Point[]): string | undefined {
  const [first] = ring
  const count = problemOfCount(ring)
  if (first === undefined || count !== undefined) return count
  const reach: Reach = { meters: 2 * RING_REACH_METERS_MAX, of: 'the first point', errorMeters: 0 }
  return problemOfPoints(ring, first, reach) ?? problemOfShape(ring, first, 0)
}

/** How far the points of a ring may be from a place. */
interface Reach {
  readonly meters: number
  /** The place in words. */
  readonly of: string
  readonly errorMeters: number
}

function problemOfCount({ length }: readonly Point[]): string | undefined {
  if (length < RING_POINTS_MIN) return `must have at least ${RING_POINTS_MIN} points`
  if (length > RING_POINTS_MAX) return `must have at most ${RING_POINTS_MAX} points`
  return undefined
}

function problemOfPoints(
  ring: readonly Point[],
  at: Point,
  { meters, of, errorMeters }: Reach,
): string | undefined {
  const strange = ring.findIndex((point) => !isOnGlobe(point))
  if (strange >= 0) return `must be on the globe, but point ${strange + 1} is not`
  const repeated = ring.findIndex((point, index) => {
    const next = ring[(index + 1) % ring.length]
    return next !== undefined && distanceMeters(point, next) <= EDGE_TOLERANCE_METERS
  })
  if (repeated >= 0) {
    return `must not repeat a point, but points ${repeated + 1} and ${((repeated + 1) % ring.length) + 1} are the same`
  }
  const far = ring.findIndex((point) => !(distanceMeters(at, point) <= meters + errorMeters))
  if (far < 0) return undefined
  return `must be within ${meters / 1_000} km of ${of}, but point ${far + 1} is not`
}

function problemOfShape(ring: readonly Point[], at: Point, errorMeters: number): string | undefined {
  const [first, second] = touchingEdges(ring) ?? []
  if (first !== undefined && second !== undefined) {
    return `must not cross or touch itself, but the edges that begin at points ${first + 1} and ${second + 1} do`
  }
  if (metersOutsidePolygon(at, ring) > errorMeters) return 'must contain the location'
  if (areaSquareMeters(ring) > POLYGON_SQUARE_METERS_MAX) return 'must have an area of at most 10,000 km²'
  return undefined
}
