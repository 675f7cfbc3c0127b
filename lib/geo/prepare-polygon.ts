import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { add, cross, dot, normalize, unitVector, type Vector } from '#lib/geo/vector.ts'

/**
 * A point that is at most this far from an edge is on the edge. It outweighs the rounding errors of lib/geo, which are a few
 * nanometres, by a factor of 100,000. So the sign of a plane test is certain for every point that is not on the edge.
 */
export const EDGE_TOLERANCE_METERS = 0.001

/** A place in the plane of a polygon, in metres from the middle of the polygon. */
export interface PlanePoint {
  readonly x: number
  readonly y: number
}

/** A point of a ring, in the plane and on the sphere. */
export interface Vertex extends PlanePoint {
  readonly unit: Vector
}

/** A rectangle in the plane, in metres. */
export interface PlaneBox {
  readonly xMin: number
  readonly xMax: number
  readonly yMin: number
  readonly yMax: number
}

/** The great-circle arc from a point of a ring to the next point. In the plane it is a straight line. */
export interface Edge {
  readonly from: Vertex
  readonly to: Vertex
  /** Length in the plane. */
  readonly lengthMeters: number
  /** The rectangle around the edge, with half of the tolerance: those of two edges are apart when the gap exceeds the tolerance. */
  readonly box: PlaneBox
}

/** A polygon in the plane of its gnomonic projection, with what the tests of points need. */
export interface PreparedPolygon {
  readonly edges: readonly Edge[]
  /** The rectangle that contains the polygon and everything on its edges. */
  readonly box: PlaneBox
  /** The place of a point in the plane; undefined in the other hemisphere. */
  readonly project: (point: Point) => PlanePoint | undefined
}

const prepared = new WeakMap<readonly Point[], PreparedPolygon>()

/**
 * Projects a ring to the plane that touches the sphere in the middle of its points (gnomonic projection). There, great circles are
 * straight lines, so the tests of plane geometry are exact on the sphere, also across the antimeridian and around a pole.
 * Near its middle the projection enlarges lengths by less than 0.05 %. The result is kept as long as the array of points exists:
 * do not change an array that was prepared.
 *
 * @example
 * ```ts
 * preparePolygon([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }, { lat: 1, lng: 0 }]).edges.length // => 3
 * ```
 */
export function preparePolygon(ring: readonly Point[]): PreparedPolygon {
  const known = prepared.get(ring)
  if (known !== undefined) return known
  const polygon = projectRing(ring)
  prepared.set(ring, polygon)
  return polygon
}

function projectRing(ring: readonly Point[]): PreparedPolygon {
  const units = ring.map(unitVector)
  const middle = normalize(units.reduce(add))
  // The x axis goes to the east. Where the middle is a pole, atan2 gives some longitude, and every direction will do.
  const lng = Math.atan2(middle.y, middle.x)
  const xAxis: Vector = { x: -Math.sin(lng), y: Math.cos(lng), z: 0 }
  const yAxis = cross(middle, xAxis)

  function toPlane(unit: Vector): PlanePoint {
    const scale = EARTH_RADIUS_METERS / dot(unit, middle)
    return { x: dot(unit, xAxis) * scale, y: dot(unit, yAxis) * scale }
  }

  const vertices = units.map((unit): Vertex => ({ unit, ...toPlane(unit) }))
  const edges = vertices.flatMap((from, index): Edge[] => {
    const to = vertices[(index + 1) % vertices.length]
    if (to === undefined) return []
    const lengthMeters = Math.hypot(to.x - from.x, to.y - from.y)
    return [{ from, to, lengthMeters, box: boxAround([from, to], EDGE_TOLERANCE_METERS / 2) }]
  })
  return {
    edges,
    box: boxAround(vertices, EDGE_TOLERANCE_METERS),
    project: (point) => {
      const unit = unitVector(point)
      return dot(unit, middle) > 0 ? toPlane(unit) : undefined
    },
  }
}

function boxAround(places: readonly PlanePoint[], marginMeters: number): PlaneBox {
  const xs = places.map(({ x }) => x)
  const ys = places.map(({ y }) => y)
  return {
    xMin: Math.min(...xs) - marginMeters,
    xMax: Math.max(...xs) + marginMeters,
    yMin: Math.min(...ys) - marginMeters,
    yMax: Math.max(...ys) + marginMeters,
  }
}
