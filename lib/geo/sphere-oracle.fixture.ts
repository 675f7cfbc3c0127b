import { distanceMeters, EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'

const RADIANS = Math.PI / 180
const PIECES = 100

type Triple = readonly [number, number, number]

/** The edges of a ring. */
export function edgesOf(ring: readonly Point[]): (readonly [Point, Point])[] {
  return ring.map((from, index) => [from, ring[(index + 1) % ring.length] ?? from] as const)
}

/** The point at a share of the way from one point to another, on the great circle. */
export function pointBetween(from: Point, to: Point, share: number): Point {
  const angle = distanceMeters(from, to) / EARTH_RADIUS_METERS
  if (angle === 0) return from
  const [a, b] = [tripleOf(from), tripleOf(to)]
  return pointOf(
    combine([
      [a, Math.sin((1 - share) * angle)],
      [b, Math.sin(share * angle)],
    ]),
  )
}

/** The point of the sphere behind a place on the plane that touches it at `at`. Straight lines there are great circles. */
export function placeNear(at: Point, eastMeters: number, northMeters: number): Point {
  const [lat, lng] = [at.lat * RADIANS, at.lng * RADIANS]
  const east: Triple = [-Math.sin(lng), Math.cos(lng), 0]
  const north: Triple = [-Math.sin(lat) * Math.cos(lng), -Math.sin(lat) * Math.sin(lng), Math.cos(lat)]
  return pointOf(
    combine([
      [tripleOf(at), 1],
      [east, eastMeters / EARTH_RADIUS_METERS],
      [north, northMeters / EARTH_RADIUS_METERS],
    ]),
  )
}

/** The point opposite of another. */
export function antipodeOf({ lat, lng }: Point): Point {
  return { lat: -lat, lng: lng > 0 ? lng - 180 : lng + 180 }
}

/**
 * Whether a point is inside a ring: the bearing from the point to a place that moves along the ring in small steps turns by 360° in sum,
 * or by 0° for a point outside. It uses no vectors for the bearings, and no projection. Not for points on the ring.
 */
export function isInsideByBearings(point: Point, ring: readonly Point[]): boolean {
  const steps = 8
  const sum = edgesOf(ring)
    .flatMap(([from, to]) =>
      Array.from({ length: steps }, (_, step) => [
        pointBetween(from, to, step / steps),
        pointBetween(from, to, (step + 1) / steps),
      ]),
    )
    .reduce((turned, [a = point, b = point]) => turned + turnBetween(bearing(point, a), bearing(point, b)), 0)
  return Math.abs(sum) > Math.PI
}

/** Distance to the nearest point of a ring, by cutting each edge into 100 pieces, and the pieces around its nearest point five times again. */
export function metersToRingBySampling(point: Point, ring: readonly Point[]): number {
  return Math.min(...edgesOf(ring).map((edge) => metersToEdge(point, edge)))
}

function metersToEdge(point: Point, [from, to]: readonly [Point, Point]): number {
  const [[x, y, z], [ax, ay, az], [bx, by, bz]] = [tripleOf(point), tripleOf(from), tripleOf(to)]
  let nearest = { share: 0.5, squared: Infinity }
  for (let width = 1; width > 1e-7; width *= 4 / PIECES) {
    const middle = nearest.share
    for (let piece = 0; piece <= PIECES; piece++) {
      const share = Math.max(0, Math.min(1, middle + (piece / PIECES - 0.5) * width))
      // A point of the straight line between the ends; divided by its distance from the centre, it is on the arc.
      const [px, py, pz] = [ax + (bx - ax) * share, ay + (by - ay) * share, az + (bz - az) * share]
      const length = Math.sqrt(px * px + py * py + pz * pz)
      const squared = (px / length - x) ** 2 + (py / length - y) ** 2 + (pz / length - z) ** 2
      if (squared < nearest.squared) nearest = { share, squared }
    }
  }
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(nearest.squared) / 2))
}

/** Area by Girard's theorem: by how much the sum of the inner angles exceeds that of a plane polygon. */
export function areaByAngles(ring: readonly Point[]): number {
  const turned = edgesOf(ring).reduce((sum, [from, to], index) => {
    const after = ring[(index + 2) % ring.length] ?? to
    return sum + turnBetween(bearing(to, from) + Math.PI, bearing(to, after))
  }, 0)
  return (2 * Math.PI - Math.abs(turned)) * EARTH_RADIUS_METERS ** 2
}

/** Whether two edges cross, by the volumes of the tetrahedra between their ends and the centre; undefined when rounding errors could decide. */
export function isCrossingByVolumes(
  [a, b]: readonly [Point, Point],
  [c, d]: readonly [Point, Point],
): boolean | undefined {
  const volumes = [volume(a, b, c), volume(a, b, d), volume(c, d, a), volume(c, d, b)]
  if (volumes.some((size) => Math.abs(size) < 1e-12)) return undefined
  const [abc = 0, abd = 0, cda = 0, cdb = 0] = volumes
  return abc > 0 !== abd > 0 && cda > 0 !== cdb > 0
}

function volume(a: Point, b: Point, c: Point): number {
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = [tripleOf(a), tripleOf(b), tripleOf(c)]
  return ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
}

/** Radians to the east of north. */
function bearing(from: Point, to: Point): number {
  const [lat1, lat2, lng] = [from.lat * RADIANS, to.lat * RADIANS, (to.lng - from.lng) * RADIANS]
  const sinHalf = Math.sin(lng / 2)
  // The usual cos(lat1)·sin(lat2) − sin(lat1)·cos(lat2)·cos(lng), in a form that is precise for near points.
  const north = Math.sin(lat2 - lat1) + 2 * Math.sin(lat1) * Math.cos(lat2) * sinHalf * sinHalf
  return Math.atan2(Math.sin(lng) * Math.cos(lat2), north)
}

/** The turn from one bearing to another, −π to π. */
function turnBetween(from: number, to: number): number {
  const turn = to - from
  return turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))
}

function tripleOf({ lat, lng }: Point): Triple {
  return [
    Math.cos(lat * RADIANS) * Math.cos(lng * RADIANS),
    Math.cos(lat * RADIANS) * Math.sin(lng * RADIANS),
    Math.sin(lat * RADIANS),
  ]
}

function pointOf([x, y, z]: Triple): Point {
  return { lat: Math.atan2(z, Math.hypot(x, y)) / RADIANS, lng: Math.atan2(y, x) / RADIANS }
}

function combine(parts: readonly (readonly [Triple, number])[]): Triple {
  return [
    parts.reduce((sum, [[x], factor]) => sum + x * factor, 0),
    parts.reduce((sum, [[, y], factor]) => sum + y * factor, 0),
    parts.reduce((sum, [[, , z], factor]) => sum + z * factor, 0),
  ]
}
