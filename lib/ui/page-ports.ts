import type { Assets } from '#lib/ui/assets.ts'

/** What the routes of pages stand on. */
export interface PagePorts {
  /** The built files of the pages of this station. */
  readonly assets: Assets
}
