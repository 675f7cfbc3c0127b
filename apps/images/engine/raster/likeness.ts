import { average } from './average.ts'
import { PIXEL_BYTES, type Raster } from './raster.ts'

const SIDE = 32
const FREQUENCIES = 8
// Smaller values are the noise of an encoder: a plain picture has the same hash in each file.
const NOISE = 8

/** cos((2x + 1) u π / 64) for each frequency u and each place x. */
const COSINES = Array.from({ length: FREQUENCIES + 1 }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_each, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE))),
)

/**
 * A perceptual hash of 64 bits as 16 hex digits: the signs of the 64 lowest frequencies of the brightness, without its average.
 * They stay when a picture is shrunk or encoded again, and differ between pictures that look different.
 */
export function likeness(raster: Raster): string {
  const small = average(raster, { width: SIDE, height: SIDE })
  const light = Float64Array.from({ length: SIDE * SIDE }, (_, index) =>
    brightness(small.data, index * PIXEL_BYTES),
  )
  const rows = COSINES.map((cosines) =>
    Float64Array.from({ length: SIDE }, (_, y) => dot(cosines, (x) => light[y * SIDE + x] ?? 0)),
  )
  let hash = 0n
  // The frequencies 1–8 in one direction, 0–7 in the other: 0, 0 is the average.
  for (let u = 1; u <= FREQUENCIES; u += 1)
    for (let v = 0; v < FREQUENCIES; v += 1) {
      const value = dot(COSINES[v] ?? new Float64Array(), (y) => rows[u]?.[y] ?? 0)
      hash = (hash << 1n) | (value > NOISE * SIDE ? 1n : 0n)
    }
  return hash.toString(16).padStart(16, '0')
}

function brightness(data: Uint8Array, at: number): number {
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
}

function dot(weights: Float64Array, valueAt: (index: number) => number): number {
  return weights.reduce((sum, weight, index) => sum + weight * valueAt(index), 0)
}
