import { toScreen } from './map-shape.ts'
import type { MapPlace, MapSize, MapView } from './map-view.ts'

/** A name on a map. */
export interface MapLabel {
  readonly name: string
  readonly at: MapPlace
}

const LETTER_PIXELS = 7
const LINE_PIXELS = 16

/**
 * The labels that a view shows, with their places on the screen. One that would cover an earlier one is left out, so the first are the
 * most important.
 *
 * @example
 * ```ts
 * const labels = ['Berlin', 'Potsdam'].map((name) => ({ name, at: { lat: 0, lng: 0 } }))
 * placeLabels(labels, { x: 0.5, y: 0.5, scale: 400 }, { width: 400, height: 300 }) // => [{ name: 'Berlin', x: 200, y: 150 }]
 * ```
 */
export function placeLabels(
  labels: readonly MapLabel[],
  view: MapView,
  size: MapSize,
): { name: string; x: number; y: number }[] {
  const placed: { name: string; x: number; y: number; half: number }[] = []
  for (const { name, at } of labels) {
    const { x, y } = toScreen(at, view, size)
    const half = (name.length * LETTER_PIXELS) / 2
    const isInside = x > half && x < size.width - half && y > LINE_PIXELS && y < size.height - LINE_PIXELS
    const isFree = placed.every(
      (other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > LINE_PIXELS,
    )
    if (isInside && isFree) placed.push({ name, x, y, half })
  }
  return placed.map(({ name, x, y }) => ({ name, x, y }))
}
