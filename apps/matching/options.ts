import type { AppOptions } from '#lib/http/create-app.ts'
import type { MatchStore } from '#lib/store/matches.ts'

/** What the API of apps/matching stands on. */
export interface MatchingOptions extends Omit<AppOptions, 'station'> {
  readonly matches: MatchStore
}
