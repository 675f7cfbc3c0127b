import { crossingAt, type MapPlace, turnedLng } from '#lib/geo/map-place.ts'
import type { Point } from '#lib/geo/point.ts'

/**
 * A ring on a map of latitudes and longitudes that goes on beyond the antimeridian. The ring is counter-clockwise, each of its edges turns by
 * less than 180°, and where it runs through a pole, it has a point there. At a pole, and around it, the ring on the map follows the edge of the
 * map.
 *
 * @example
 * ```ts
 * unrollRing([{ lat: 0, lng: 179 }, { lat: 0, lng: -179 }, { lat: 1, lng: 180 }])[1] // => { x: 181, y: 0 }
 * unrollRing([{ lat: 89, lng: 0 }, { lat: 89, lng: 120 }, { lat: 89, lng: -120 }]).at(-1) // => { x: -180, y: 90 }
 * ```
 */
export function unrollRing(ring: readonly Point[]): MapPlace[] {
  const start = ring.findIndex((point) => !isPole(point))
  const points = [...ring.slice(start), ...ring.slice(0, start)]
  let x = points[0]?.lng ?? 0
  const path: MapPlace[] = []
  for (const [index, point] of points.entries()) {
    const next = points[(index + 1) % points.length] ?? point
    path.push({ x, y: point.lat })
    if (isPole(point)) {
      const before = points[index - 1] ?? point
      x = sameMeridian(next.lng, x + turnAtPole(point.lat, before.lng, next.lng))
      path.push({ x, y: point.lat })
    } else if (!isPole(next)) x = sameMeridian(next.lng, x + turnedLng(next.lng - point.lng))
  }
  const turn = Math.round(x - (path[0]?.x ?? 0))
  return turn === 0 ? path : aroundPole(path, turn)
}

function isPole({ lat }: Point): boolean {
  return Math.abs(lat) === 90
}

/** The inside is on the left: at the North Pole the ring on the map goes west, at the South Pole east. */
function turnAtPole(lat: number, before: number, next: number): number {
  const toEast = (((next - before) % 360) + 360) % 360
  return lat > 0 ? toEast - 360 : toEast
}

/** The x of a meridian that is nearest to another x. Computed without a rounding error. */
function sameMeridian(lng: number, x: number): number {
  return lng + 360 * Math.round((x - lng) / 360)
}

/**
 * A path that goes around a pole once, and ends where it begins, as a ring: from where it crosses the antimeridian nearest to the pole, once
 * around, and back along the edge of the map.
 */
function aroundPole(path: readonly MapPlace[], turn: number): MapPlace[] {
  const pole = turn > 0 ? 90 : -90
  const twice = [...path, ...path.map(({ x, y }) => ({ x: x + turn, y }))]
  let best: { readonly place: MapPlace; readonly index: number } | undefined
  for (const index of path.keys()) {
    const [from, to] = [twice[index], twice[index + 1]]
    if (from === undefined || to === undefined) continue
    const meridian = 360 * Math.floor((Math.max(from.x, to.x) + 180) / 360) - 180
    const place = crossingAt(meridian, from, to)
    if (place !== undefined && (best === undefined || place.y * turn > best.place.y * turn))
      best = { place, index }
  }
  if (best === undefined) return [...path]
  const { place, index } = best
  // From the antimeridian on which the map begins, or ends.
  const shift = (turn > 0 ? -180 : 180) - place.x
  const around = [
    place,
    ...twice.slice(index + 1, index + 1 + path.length),
    { x: place.x + turn, y: place.y },
  ]
  return [
    ...around.map(({ x, y }) => ({ x: x + shift, y })),
    { x: turn > 0 ? 180 : -180, y: pole },
    { x: turn > 0 ? -180 : 180, y: pole },
  ]
}
