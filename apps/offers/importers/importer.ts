import type { Point } from '#lib/geo/point.ts'

/** An offer of a source. */
export interface ImportedOffer {
  /** The id of the offer in the source; it is the same in each run. */
  readonly key: string
  readonly title: string
  readonly text: string
  readonly keywords: readonly string[]
  readonly at: Point
  readonly radiusMeters: number
  /** The name of the place, to show. */
  readonly place: string
}

/** The input of an importer. */
export interface ImportContext {
  /** The city of the demo importer. */
  readonly demoCity: string
  /** Aborts when the run must end: it was cancelled, took too long, or the station stops. */
  readonly signal: AbortSignal
}

/** Imports the offers of one source. */
export interface Importer {
  readonly id: string
  /** The owner of its offers: `importer:<id>`. */
  readonly owner: `importer:${string}`
  /** Its schedule, in the five fields of cron. */
  readonly cron: string
  /** Keywords that are added to each of its offers. */
  readonly keywords: readonly string[]
  /** Gives all current offers of the source; stored offers that are missing here are removed. */
  readonly fetch: (context: ImportContext) => Promise<readonly ImportedOffer[]>
}
