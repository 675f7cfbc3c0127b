import type { SubjectKind } from '#lib/subjects/choices.ts'
import {
  nearestX,
  toWorld,
  worldLength,
  type MapPlace,
  type MapSize,
  type MapSpot,
  type MapView,
} from './map-view.ts'

/** What a map shows of a search or an offer. */
export interface MapShape {
  readonly id: string
  readonly kind: SubjectKind
  readonly title: string
  /** Where a click leads. */
  readonly href?: string
  /** The middle of its circle, or the location of its polygon. */
  readonly at: MapPlace
  readonly radiusMeters: number
  /** The positions of its polygon, as GeoJSON writes them. */
  readonly polygon?: readonly (readonly [lng: number, lat: number])[]
}

/** A shape on the screen. */
export interface DrawnShape {
  readonly x: number
  readonly y: number
  readonly radius: number
  /** The corners of its polygon. */
  readonly points?: string
}

/**
 * Where a place is on the screen, from the upper left corner of the map.
 *
 * @example
 * ```ts
 * toScreen({ lat: 0, lng: 90 }, { x: 0.5, y: 0.5, scale: 400 }, { width: 400, height: 300 }) // => { x: 300, y: 150 }
 * ```
 */
export function toScreen(at: MapPlace, view: MapView, { width, height }: MapSize): { x: number; y: number } {
  const { x, y } = toWorld(at)
  return {
    x: tenths((nearestX(x, view.x) - view.x) * view.scale + width / 2),
    y: tenths((y - view.y) * view.scale + height / 2),
  }
}

/**
 * A shape as a view shows it. Edges of polygons are straight on the screen; real ones are great-circle arcs, which look the same up to
 * some hundred kilometres.
 *
 * @example
 * ```ts
 * const shape = { at: { lat: 0, lng: 0 }, radiusMeters: 400_301.74 }
 * drawShape(shape, { x: 0.5, y: 0.5, scale: 400 }, { width: 400, height: 300 }) // => { x: 200, y: 150, radius: 4 }
 * ```
 */
export function drawShape(
  shape: Omit<MapShape, 'id' | 'kind' | 'title'>,
  view: MapView,
  size: MapSize,
): DrawnShape {
  const { at, radiusMeters, polygon } = shape
  const middle = toScreen(at, view, size)
  const { x: middleX } = toWorld(at)
  // Beside the middle also when the antimeridian is between them.
  const corners = polygon?.map(([lng, lat]) => {
    const { x } = toWorld({ lat, lng })
    const { y } = toScreen({ lat, lng }, view, size)
    return `${tenths(middle.x + (nearestX(x, middleX) - middleX) * view.scale)},${y}`
  })
  return {
    ...middle,
    radius: tenths(worldLength(radiusMeters, at.lat) * view.scale),
    ...(corners !== undefined && { points: corners.join(' ') }),
  }
}

/** What a view must show for a shape to be seen whole. */
export function spotOf({ at, radiusMeters }: MapShape): MapSpot {
  return { at, radiusMeters }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
