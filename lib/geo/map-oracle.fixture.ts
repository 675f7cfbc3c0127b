import { EARTH_RADIUS_METERS } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { edgesOf } from '#lib/geo/sphere-oracle.fixture.ts'

const RADIANS = Math.PI / 180

type Rings = readonly (readonly Point[])[]

/** Whether a program that takes latitudes and longitudes as a plane finds a point in one of some rings. Not for points on a ring. */
export function isInsideOnMap({ lat, lng }: Point, rings: Rings): boolean {
  return rings.some(
    (ring) =>
      edgesOf(ring).filter(
        ([a, b]) =>
          a.lat > lat !== b.lat > lat && lng < a.lng + ((lat - a.lat) / (b.lat - a.lat)) * (b.lng - a.lng),
      ).length %
        2 ===
      1,
  )
}

/** The true area of what rings enclose on the map, in square metres; negative for clockwise rings. */
export function areaOnMap(rings: Rings): number {
  return (
    rings.flatMap(edgesOf).reduce((sum, edge) => sum + areaSouthOf(edge), 0) * -(EARTH_RADIUS_METERS ** 2)
  )
}

/** The integral of the sine of the latitude over the longitudes of a straight line. */
function areaSouthOf([from, to]: readonly [Point, Point]): number {
  const [a, b] = [from.lat * RADIANS, to.lat * RADIANS]
  const half = (b - a) / 2
  const mean = Math.sin((a + b) / 2) * (half === 0 ? 1 : Math.sin(half) / half)
  return mean * (to.lng - from.lng) * RADIANS
}

/** How many pairs of edges of some rings cross on the map, each inside of the other. */
export function crossingsOnMap(rings: Rings): number {
  const edges = rings.flatMap(edgesOf)
  let crossings = 0
  for (const [index, edge] of edges.entries())
    for (const other of edges.slice(index + 1)) if (isCrossing(edge, other)) crossings += 1
  return crossings
}

// Rounding errors of points that were cut.
const TOLERANCE = 1e-12

function isCrossing([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  const sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (sides.some((size) => Math.abs(size) < TOLERANCE)) return false
  const [abc = 0, abd = 0, cda = 0, cdb = 0] = sides
  return abc > 0 !== abd > 0 && cda > 0 !== cdb > 0
}

function side(a: Point, b: Point, c: Point): number {
  return (b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng)
}
