import type { Size } from './fit.ts'
import { PIXEL_BYTES, type Raster } from './raster.ts'

// A few samples per side give the same average as all pixels, for pictures that are looked at from afar.
const SAMPLES_MAX = 4

/** Shrinks an opaque picture to a few pixels: each is the average of its part of the picture. */
export function average({ width, height, data }: Raster, to: Size): Raster {
  const small = new Uint8Array(to.width * to.height * PIXEL_BYTES)
  let at = 0
  for (let y = 0; y < to.height; y += 1) {
    const rows = samples(y, to.height, height)
    for (let x = 0; x < to.width; x += 1) {
      const columns = samples(x, to.width, width)
      let [red, green, blue] = [0, 0, 0]
      for (const row of rows)
        for (const column of columns) {
          const from = (row * width + column) * PIXEL_BYTES
          red += data[from] ?? 0
          green += data[from + 1] ?? 0
          blue += data[from + 2] ?? 0
        }
      const count = rows.length * columns.length
      small[at] = Math.round(red / count)
      small[at + 1] = Math.round(green / count)
      small[at + 2] = Math.round(blue / count)
      small[at + 3] = 255
      at += PIXEL_BYTES
    }
  }
  return { ...to, data: small }
}

function samples(index: number, parts: number, length: number): readonly number[] {
  const start = (index * length) / parts
  const span = length / parts
  const count = Math.max(1, Math.min(SAMPLES_MAX, Math.floor(span)))
  return Array.from({ length: count }, (_, each) =>
    Math.min(length - 1, Math.floor(start + ((each + 0.5) * span) / count)),
  )
}
