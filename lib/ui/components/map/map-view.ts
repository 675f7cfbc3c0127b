/** A place in degrees. */
export interface MapPlace {
  readonly lat: number
  readonly lng: number
}

/** A place on the square map of the world (Mercator): x grows to the east and y to the south, both from 0 to 1. */
export interface WorldPlace {
  readonly x: number
  readonly y: number
}

/** What a map shows: the place in its middle, and how many pixels wide the whole world would be. */
export interface MapView extends WorldPlace {
  readonly scale: number
}

/** The size of a map in pixels. */
export interface MapSize {
  readonly width: number
  readonly height: number
}

/** A stretch of the globe that a map is to show. */
export interface MapSpot {
  readonly at: MapPlace
  readonly radiusMeters: number
}

const LAT_MAX = 85
const EARTH_METERS = 40_030_174
/** A map shows at least so many metres from side to side, so that one point is not shown alone. */
const WIDTH_METERS_MIN = 1_000
const PADDING_SHARE = 0.1
const SCALE_MIN = 200
const SCALE_MAX = 2e8

/**
 * Where a place is on the map of the world. What is beyond 85° is at the border of the map.
 *
 * @example
 * ```ts
 * toWorld({ lat: 0, lng: 0 }) // => { x: 0.5, y: 0.5 }
 * toWorld({ lat: 0, lng: -180 }) // => { x: 0, y: 0.5 }
 * ```
 */
export function toWorld({ lat, lng }: MapPlace): WorldPlace {
  const sine = Math.sin((Math.max(-LAT_MAX, Math.min(LAT_MAX, lat)) * Math.PI) / 180)
  return { x: lng / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

/**
 * The place at a place on the map of the world.
 *
 * @example
 * ```ts
 * fromWorld({ x: 0.75, y: 0.5 }) // => { lat: 0, lng: 90 }
 * ```
 */
export function fromWorld({ x, y }: WorldPlace): MapPlace {
  return { lat: (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI, lng: (x - 0.5) * 360 }
}

/**
 * Metres as a share of the width of the world, at a latitude.
 *
 * @example
 * ```ts
 * worldLength(40_030_174, 0) // => 1
 * ```
 */
export function worldLength(meters: number, lat: number): number {
  const shrink = Math.cos((Math.max(-LAT_MAX, Math.min(LAT_MAX, lat)) * Math.PI) / 180)
  return meters / (EARTH_METERS * shrink)
}

/**
 * The same place on the copy of the world that is nearest to a middle: the world repeats to the east and west.
 *
 * @example
 * ```ts
 * nearestX(0.01, 0.99) // => 1.01
 * ```
 */
export function nearestX(x: number, middle: number): number {
  return x - Math.round(x - middle)
}

/**
 * The view that shows all spots, with a margin; the whole world when there are none.
 *
 * @example
 * ```ts
 * fitView([], { width: 400, height: 300 }) // => { x: 0.5, y: 0.5, scale: 400 }
 * ```
 */
export function fitView(spots: readonly MapSpot[], { width, height }: MapSize): MapView {
  const [first] = spots
  if (first === undefined) return { x: 0.5, y: 0.5, scale: Math.max(width, height) }
  const middle = toWorld(first.at).x
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity }
  for (const { at, radiusMeters } of spots) {
    const { x, y } = toWorld(at)
    const near = nearestX(x, middle)
    const reach = worldLength(Math.max(radiusMeters, WIDTH_METERS_MIN / 2), at.lat)
    box.west = Math.min(box.west, near - reach)
    box.east = Math.max(box.east, near + reach)
    box.north = Math.min(box.north, y - reach)
    box.south = Math.max(box.south, y + reach)
  }
  const share = 1 - 2 * PADDING_SHARE
  const scale = Math.min((width * share) / (box.east - box.west), (height * share) / (box.south - box.north))
  return { x: (box.west + box.east) / 2, y: (box.north + box.south) / 2, scale: limitScale(scale) }
}

/**
 * A view that is moved by pixels: what was in the middle is then so far to the right and below.
 *
 * @example
 * ```ts
 * panView({ x: 0.5, y: 0.5, scale: 1_000 }, 100, 0) // => { x: 0.4, y: 0.5, scale: 1000 }
 * ```
 */
export function panView({ x, y, scale }: MapView, right: number, down: number): MapView {
  return { x: x - right / scale, y: Math.max(0, Math.min(1, y - down / scale)), scale }
}

/**
 * A view that is enlarged; what is so many pixels right of and below the middle stays where it is.
 *
 * @example
 * ```ts
 * zoomView({ x: 0.5, y: 0.5, scale: 1_000 }, 2) // => { x: 0.5, y: 0.5, scale: 2000 }
 * ```
 */
export function zoomView(view: MapView, factor: number, right = 0, down = 0): MapView {
  const scale = limitScale(view.scale * factor)
  const change = 1 / view.scale - 1 / scale
  return { x: view.x + right * change, y: view.y + down * change, scale }
}

/**
 * The stretch of the globe around a view, `share` times as wide and as high as it. A west that is greater than its east is beyond the
 * antimeridian.
 *
 * @example
 * ```ts
 * const { west, east } = boxOfView({ x: 0.5, y: 0.5, scale: 400 }, { width: 200, height: 100 }, 1)
 * west // => -90
 * east // => 90
 * ```
 */
export function boxOfView({ x, y, scale }: MapView, { width, height }: MapSize, share: number) {
  const [halfX, halfY] = [(width / scale / 2) * share, (height / scale / 2) * share]
  const isWhole = halfX >= 0.5
  const { lat: north, lng: west } = fromWorld({ x: x - halfX, y: Math.max(0, y - halfY) })
  const { lat: south, lng: east } = fromWorld({ x: x + halfX, y: Math.min(1, y + halfY) })
  return { south, north, west: isWhole ? -180 : wrapLng(west), east: isWhole ? 180 : wrapLng(east) }
}

function wrapLng(lng: number): number {
  return lng - 360 * Math.round(lng / 360)
}

function limitScale(scale: number): number {
  return Math.max(SCALE_MIN, Math.min(SCALE_MAX, scale))
}
