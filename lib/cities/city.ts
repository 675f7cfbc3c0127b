import type { Point } from '#lib/geo/point.ts'

/** A place in a city that everybody there knows. */
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
