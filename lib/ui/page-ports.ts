import type { Assets } from '#lib/ui/assets.ts'

/** The dependencies of the routes of pages. */
export interface PagePorts {
  /** The built files of the pages of this station. */
  readonly assets: Assets
}
