import { toWorld } from './map-view.ts'

/** What we read of a file of borders (TopoJSON): lines of steps on a grid. Each line is there once, also between two countries. */
export interface BorderFile {
  readonly transform: {
    readonly scale: readonly [lng: number, lat: number]
    readonly translate: readonly [lng: number, lat: number]
  }
  readonly arcs: readonly (readonly (readonly [lng: number, lat: number])[])[]
}

/** A line on the map of the world: x and y of each of its points, one after the other, and what it spans. */
export interface BorderLine {
  readonly points: Float64Array
  readonly west: number
  readonly east: number
  readonly north: number
  readonly south: number
}

/**
 * The lines of a file of borders, on the map of the world.
 *
 * @example
 * ```ts
 * const transform = { scale: [90, 1], translate: [-90, 0] } as const
 * const [line] = readBorders({ transform, arcs: [[[0, 0], [2, 0]]] })
 * Array.from(line?.points ?? []) // => [0.25, 0.5, 0.75, 0.5]
 * ```
 */
export function readBorders({ transform, arcs }: BorderFile): BorderLine[] {
  const { scale, translate } = transform
  return arcs.map((arc) => {
    const points = new Float64Array(arc.length * 2)
    const line = { points, west: Infinity, east: -Infinity, north: Infinity, south: -Infinity }
    let [right, up] = [0, 0]
    for (const [index, [stepRight, stepUp]] of arc.entries()) {
      right += stepRight
      up += stepUp
      const { x, y } = toWorld({ lng: right * scale[0] + translate[0], lat: up * scale[1] + translate[1] })
      points[index * 2] = x
      points[index * 2 + 1] = y
      line.west = Math.min(line.west, x)
      line.east = Math.max(line.east, x)
      line.north = Math.min(line.north, y)
      line.south = Math.max(line.south, y)
    }
    return line
  })
}
