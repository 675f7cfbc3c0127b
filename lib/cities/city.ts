import type { Point } from '#lib/geo/point.ts'

/** A well-known place in a city. */
export interface Place {
  readonly name: string
  readonly at: Point
}

/** A city for demonstrations. */
export interface City {
  readonly name: string
  /** Its IANA time zone. */
  readonly timeZone: string
  readonly places: readonly Place[]
}
