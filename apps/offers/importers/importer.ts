import type { Point } from '#lib/geo/point.ts'

/** An offer as a source tells of it. */
export interface ImportedOffer {
  /** What the source calls it: the same in each run, by which it is found again. */
  readonly key: string
  readonly title: string
  readonly text: string
  readonly keywords: readonly string[]
  readonly at: Point
  readonly radiusMeters: number
  /** A name of the place to show. */
  readonly place: string
}

/** What an importer is given. */
export interface ImportContext {
  /** City of the demo importer. */
  readonly demoCity: string
  /** Aborts when the run must end: it was cancelled, took too long, or the station stops. */
  readonly signal: AbortSignal
}

/** Brings the offers of one source. */
export interface Importer {
  readonly id: string
  /** Owner of its offers: `importer:<id>`. */
  readonly owner: `importer:${string}`
  /** When it is to run, in the five fields of cron. */
  readonly cron: string
  /** Keywords each of its offers carries beside its own. */
  readonly keywords: readonly string[]
  /** Everything the source offers now; what it does not name any more is taken back. */
  readonly fetch: (context: ImportContext) => Promise<readonly ImportedOffer[]>
}
