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
