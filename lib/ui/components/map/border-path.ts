import type { BorderLine } from './borders.ts'
import type { MapSize, MapView } from './map-view.ts'

/** The world to the west, the world, and the world to the east: a view may show parts of two of them. */
const COPIES = [-1, 0, 1]
/** Steps that are shorter on the screen are not seen. */
const PIXELS_MIN = 0.7

/**
 * The path (SVG) of what a view shows of the borders. What is outside of the view, and steps that nobody sees, are left out.
 *
 * @example
 * ```ts
 * const line = { points: new Float64Array([0.4, 0.5, 0.6, 0.5]), west: 0.4, east: 0.6, north: 0.5, south: 0.5 }
 * borderPath([line], { x: 0.5, y: 0.5, scale: 400 }, { width: 100, height: 50 }) // => 'M10 25L90 25'
 * ```
 */
export function borderPath(lines: readonly BorderLine[], view: MapView, { width, height }: MapSize): string {
  const { x, y, scale } = view
  const [halfX, halfY] = [width / scale / 2, height / scale / 2]
  const parts: string[] = []
  for (const copy of COPIES) {
    const box = { west: x - halfX - copy, east: x + halfX - copy, north: y - halfY, south: y + halfY }
    for (const line of lines) if (isMeeting(line, box)) parts.push(linePath(line, box, scale))
  }
  return parts.join('')
}

type Box = Omit<BorderLine, 'points'>

function isMeeting(one: Box, other: Box): boolean {
  return (
    one.west <= other.east && one.east >= other.west && one.north <= other.south && one.south >= other.north
  )
}

function linePath({ points }: BorderLine, box: Box, scale: number): string {
  let path = ''
  let isDrawing = false
  let [fromX, fromY] = [points[0] ?? 0, points[1] ?? 0]
  for (let at = 2; at < points.length; at += 2) {
    const [toX, toY] = [points[at] ?? 0, points[at + 1] ?? 0]
    const isShort = Math.abs(toX - fromX) + Math.abs(toY - fromY) < PIXELS_MIN / scale
    if (isShort && at < points.length - 2) continue
    const step = {
      west: Math.min(fromX, toX),
      east: Math.max(fromX, toX),
      north: Math.min(fromY, toY),
      south: Math.max(fromY, toY),
    }
    if (isMeeting(step, box)) {
      if (!isDrawing) path += `M${pixels(fromX - box.west, scale)} ${pixels(fromY - box.north, scale)}`
      path += `L${pixels(toX - box.west, scale)} ${pixels(toY - box.north, scale)}`
      isDrawing = true
    } else isDrawing = false
    fromX = toX
    fromY = toY
  }
  return path
}

function pixels(length: number, scale: number): number {
  return Math.round(length * scale * 10) / 10
}
