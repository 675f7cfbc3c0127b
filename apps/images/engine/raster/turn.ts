import type { Orientation } from '../source/picture-source.ts'
import type { Raster } from './raster.ts'

const TILE = 32

/** Turns a picture upright. Orientations of 5 and more exchange width and height. */
export function turn({ width, height, data }: Raster, orientation: Orientation): Raster {
  if (orientation === 1) return { width, height, data }
  const isOnSide = orientation >= 5
  const isFromRight = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8
  const isFromBottom = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const to = new Uint32Array(width * height)
  const turned = isOnSide ? { width: height, height: width } : { width, height }
  const columnStep = (isFromRight ? -1 : 1) * 1
  const rowStep = (isFromBottom ? -1 : 1) * width
  const start = (isFromRight ? width - 1 : 0) + (isFromBottom ? height - 1 : 0) * width
  const [stepX, stepY] = isOnSide ? [rowStep, columnStep] : [columnStep, rowStep]
  // In tiles: of a picture that is turned on its side, each pixel of a row comes from another row.
  for (let top = 0; top < turned.height; top += TILE)
    for (let left = 0; left < turned.width; left += TILE) {
      const right = Math.min(left + TILE, turned.width)
      const bottom = Math.min(top + TILE, turned.height)
      for (let y = top; y < bottom; y += 1) {
        let source = start + y * stepY + left * stepX
        for (let at = y * turned.width + left; at < y * turned.width + right; at += 1) {
          to[at] = from[source] ?? 0
          source += stepX
        }
      }
    }
  return { ...turned, data: new Uint8Array(to.buffer) }
}
