import type { Canvas } from '../source/picture-source.ts'
import { PIXEL_BYTES, type Raster } from './raster.ts'

/** Puts a frame at its place on a transparent canvas. */
export function place(frame: Raster, { width, height, left, top }: Canvas): Raster {
  const data = new Uint8Array(width * height * PIXEL_BYTES)
  const rows = Math.min(frame.height, height - top)
  const rowBytes = Math.min(frame.width, width - left) * PIXEL_BYTES
  for (let y = 0; y < rows; y += 1) {
    const from = y * frame.width * PIXEL_BYTES
    data.set(frame.data.subarray(from, from + rowBytes), ((top + y) * width + left) * PIXEL_BYTES)
  }
  return { width, height, data }
}
