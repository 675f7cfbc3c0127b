import type { AppOptions } from '#lib/http/create-app.ts'
import type { RunStore } from '#lib/store/runs.ts'
import type { Importer } from './importers/importer.ts'
import type { Jobs } from './open-jobs.ts'
import type { PagePorts } from '#lib/ui/page-ports.ts'

/** The dependencies of the API of apps/offers. */
export interface OffersOptions extends AppOptions, PagePorts {
  readonly importers: readonly Importer[]
  readonly runs: RunStore
  readonly jobs: Pick<Jobs, 'start' | 'cancel'>
}
