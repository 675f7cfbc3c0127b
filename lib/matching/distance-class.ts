/** Distance classes in kilometres. People see the class of a distance, never metres. */
export const DISTANCE_CLASSES = ['<1', '1-2', '2-5', '5-10', '>10'] as const
export type DistanceClass = (typeof DISTANCE_CLASSES)[number]

const UPPER_METERS = [1_000, 2_000, 5_000, 10_000, Infinity]

/**
 * The class of a distance in metres; a distance on a border belongs to the farther class.
 *
 * @example
 * ```ts
 * distanceClass(999) // => '<1'
 * distanceClass(1000) // => '1-2'
 * ```
 */
export function distanceClass(meters: number): DistanceClass {
  const index = UPPER_METERS.findIndex((upper) => meters < upper)
  return DISTANCE_CLASSES[index === -1 ? DISTANCE_CLASSES.length - 1 : index] ?? '>10'
}

/**
 * The distances of a class by its index: beyond the one, and up to the other. They are the largest numbers that are less than its borders.
 *
 * @example
 * ```ts
 * classBounds(0).beyondMeters // => undefined
 * distanceClass(classBounds(1).untilMeters) // => '1-2'
 * classBounds(4).untilMeters // => Infinity
 * ```
 */
export function classBounds(index: number): {
  readonly beyondMeters: number | undefined
  readonly untilMeters: number
} {
  const lower = UPPER_METERS[index - 1]
  return {
    beyondMeters: lower === undefined ? undefined : justBelow(lower),
    untilMeters: justBelow(UPPER_METERS[index] ?? Infinity),
  }
}

function justBelow(meters: number): number {
  return meters === Infinity ? meters : meters - (meters * Number.EPSILON) / 2
}
