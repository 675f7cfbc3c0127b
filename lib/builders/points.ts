import * as fc from 'fast-check'
import type { Point } from '#lib/geo/point.ts'

/** Random points of the globe. Every fourth is a hard case: a pole, the antimeridian or null island. */
export const points: fc.Arbitrary<Point> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ lat: degrees(-90, 90), lng: degrees(-180, 180) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      lat: fc.oneof(fc.constantFrom(-90, 0, 90), degrees(89.5, 90), degrees(-90, -89.5)),
      lng: fc.oneof(fc.constantFrom(-180, 0, 180), degrees(179.5, 180), degrees(-180, -179.5)),
    }),
  },
)

/** Angles, in degrees from `min` to `max`. */
export function degrees(min: number, max: number): fc.Arbitrary<number> {
  // Adding zero makes zero of minus zero, which no database keeps.
  return fc.double({ min, max, noNaN: true }).map((value) => value + 0)
}
