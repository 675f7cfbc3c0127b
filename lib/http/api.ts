import type { Route } from '#lib/http/define-route.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** The API of a station. */
export interface Api<in Ports> {
  readonly station: StationName
  readonly document?: { readonly path: string; readonly description: string }
  /** All routes, including that of the document. */
  readonly routes: readonly Route<Ports>[]
}
