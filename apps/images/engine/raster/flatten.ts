import { PIXEL_BYTES, type Raster } from './raster.ts'

const OPAQUE = 255

/** Puts a picture on white, in place. Without this, the colours of transparent pixels would become visible. */
export function flatten({ data }: Raster): void {
  for (let at = 0; at < data.length; at += PIXEL_BYTES) {
    const alpha = data[at + 3] ?? 0
    if (alpha === OPAQUE) continue
    const white = OPAQUE * (OPAQUE - alpha)
    for (let channel = at; channel < at + 3; channel += 1)
      data[channel] = Math.round(((data[channel] ?? 0) * alpha + white) / OPAQUE)
    data[at + 3] = OPAQUE
  }
}
