import { distanceMeters } from '#lib/geo/distance.ts'
import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'

/** Metres to the east and to the north of a place. */
export interface Offset {
  readonly east: number
  readonly north: number
}

/** The point at an offset from a place. */
export function pointAt(place: Point, { east, north }: Offset): Point {
  return travel(travel(place, 0, north), 90, east)
}

/** The offset of a point from a place. */
export function offsetOf(place: Point, point: Point): Offset {
  const north = distanceMeters(place, { lat: point.lat, lng: place.lng }) * Math.sign(point.lat - place.lat)
  const east = distanceMeters({ lat: point.lat, lng: place.lng }, point) * Math.sign(point.lng - place.lng)
  return { east, north }
}

// Around the centre of the cell that is shown: a moving phone may be 400 m away from it in each direction.
const REACH_METERS = 400
const STEP_METERS = 10

/** The places where a phone could be when it is shown in a cell: a grid of 10 m, with their offsets. */
export function possiblePlaces(cell: Point): { readonly offset: Offset; readonly point: Point }[] {
  const steps = Array.from(
    { length: (2 * REACH_METERS) / STEP_METERS + 1 },
    (_, index) => index * STEP_METERS - REACH_METERS,
  )
  return steps.flatMap((north) =>
    steps.map((east) => ({ offset: { east, north }, point: pointAt(cell, { east, north }) })),
  )
}

/** The middle of the possible places that contradict the least of what was observed. */
export function bestGuess(cell: Point, contradictionsOf: (point: Point) => number): Point {
  const places = possiblePlaces(cell).map(({ offset, point }) => ({
    offset,
    contradictions: contradictionsOf(point),
  }))
  const least = Math.min(...places.map(({ contradictions }) => contradictions))
  const best = places.filter(({ contradictions }) => contradictions === least)
  const mean = (valueOf: (offset: Offset) => number) =>
    best.reduce((sum, { offset }) => sum + valueOf(offset), 0) / best.length
  return pointAt(cell, { east: mean(({ east }) => east), north: mean(({ north }) => north) })
}

/** The point that is nearest to the edges of some circles. */
export function trilaterated(
  start: Point,
  circles: readonly { readonly centre: Point; readonly radiusMeters: number }[],
): Point {
  const misfit = (point: Point) =>
    circles.reduce(
      (sum, { centre, radiusMeters }) => sum + (distanceMeters(centre, point) - radiusMeters) ** 2,
      0,
    )
  let best = start
  for (let step = 256; step > 0.2;) {
    const [nearest] = [0, 45, 90, 135, 180, 225, 270, 315]
      .map((bearing) => travel(best, bearing, step))
      .toSorted((a, b) => misfit(a) - misfit(b))
    if (nearest !== undefined && misfit(nearest) < misfit(best)) best = nearest
    else step /= 2
  }
  return best
}
