import type { Size } from './raster/fit.ts'

/** How a size of a picture is cut. */
export interface Shape extends Size {
  /** Covered: cut to exactly this size. Otherwise: the whole picture, not larger than this size nor than the master. */
  readonly isCovered: boolean
}

/** Longest side of a master, and of the largest size that is served. */
export const MASTER_SIDE = 1_600

const SHAPES: Readonly<Record<string, Shape>> = {
  thumb: { width: 250, height: 250, isCovered: true },
  icon: { width: 30, height: 30, isCovered: true },
  iconbigger: { width: 60, height: 60, isCovered: true },
  card: { width: 480, height: 360, isCovered: true },
  view: { width: MASTER_SIDE, height: MASTER_SIDE, isCovered: false },
}

/** The shape of a preset. */
export function shapeOf(preset: string): Shape {
  const shape = SHAPES[preset]
  if (shape === undefined) throw new Error(`Cannot make size "${preset}" of a picture: it has no shape`)
  return shape
}
