/**
 * Turns the four samples of each pixel into inks, in place: cyan, magenta, yellow and black, where 255 means no ink. Browsers read
 * all files this way, also those that do not say so.
 */
export function toInks(samples: Uint8Array, isTransformed: boolean): void {
  if (!isTransformed) return
  // Brightness and two colour differences, as in other JPEGs (ITU-T T.871).
  for (let at = 0; at < samples.length; at += 4) {
    const light = samples[at] ?? 0
    const blue = (samples[at + 1] ?? 0) - 128
    const red = (samples[at + 2] ?? 0) - 128
    samples[at] = clamp(light + 1.402 * red)
    samples[at + 1] = clamp(light - 0.344136 * blue - 0.714136 * red)
    samples[at + 2] = clamp(light + 1.772 * blue)
  }
}

/** Red, green and blue of inks without a colour profile: each ink takes its part of the light, as in browsers. */
export function inksToRgb(inks: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(inks.length)
  for (let at = 0; at < inks.length; at += 4) {
    const black = inks[at + 3] ?? 0
    for (let channel = at; channel < at + 3; channel += 1)
      pixels[channel] = Math.round(((inks[channel] ?? 0) * black) / 255)
    pixels[at + 3] = 255
  }
  return pixels
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)))
}
