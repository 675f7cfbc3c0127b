import { isOnEdge, sideOf } from '#lib/geo/edge-in-plane.ts'
import type { Point } from '#lib/geo/point.ts'
import { type Edge, preparePolygon } from '#lib/geo/prepare-polygon.ts'

/**
 * The first two edges of a ring that cross, or that touch within 1 mm elsewhere than in the point that they share; each by the index of
 * the point where it begins. Undefined when there are none. It compares all pairs: some milliseconds for 500 points.
 *
 * @example
 * ```ts
 * const bowTie = [{ lat: 0, lng: 0 }, { lat: 1, lng: 1 }, { lat: 1, lng: 0 }, { lat: 0, lng: 1 }]
 * touchingEdges(bowTie) // => [0, 2]
 * ```
 */
export function touchingEdges(ring: readonly Point[]): readonly [number, number] | undefined {
  const { edges } = preparePolygon(ring)
  for (const [first, edge] of edges.entries()) {
    for (let second = first + 1; second < edges.length; second++) {
      const other = edges[second]
      if (other !== undefined && isTouching(edge, other)) return [first, second]
    }
  }
  return undefined
}

function isTouching(a: Edge, b: Edge): boolean {
  // Neighbours touch elsewhere only when one goes back along the other: then the end of the shorter one is on the longer one.
  if (a.to === b.from) return isOnEdge(a.from, b) || isOnEdge(b.to, a)
  if (b.to === a.from) return isOnEdge(b.from, a) || isOnEdge(a.to, b)
  return !isApart(a, b) && (isEndOnOther(a, b) || isCrossing(a, b))
}

/** True when the rectangles around two edges are apart. Most pairs are, and this test is fast. */
function isApart({ box: a }: Edge, { box: b }: Edge): boolean {
  return a.xMax < b.xMin || b.xMax < a.xMin || a.yMax < b.yMin || b.yMax < a.yMin
}

function isEndOnOther(a: Edge, b: Edge): boolean {
  return isOnEdge(a.from, b) || isOnEdge(a.to, b) || isOnEdge(b.from, a) || isOnEdge(b.to, a)
}

/** True when each edge has an end on each side of the line through the other. For pairs without an end on the other edge. */
function isCrossing(a: Edge, b: Edge): boolean {
  return sideOf(a.from, b) > 0 !== sideOf(a.to, b) > 0 && sideOf(b.from, a) > 0 !== sideOf(b.to, a) > 0
}
