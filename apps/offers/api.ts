import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import type { OffersOptions } from './options.ts'
import { offersPages } from './pages/all-pages.ts'
import { jobsGet } from './routes/jobs-get.ts'
import { runApprove } from './routes/run-approve.ts'
import { runCancel } from './routes/run-cancel.ts'
import { runGet } from './routes/run-get.ts'
import { runPost } from './routes/run-post.ts'
import { runsGet } from './routes/runs-get.ts'
import { sidekiqGet } from './routes/sidekiq-get.ts'

/** The API of apps/offers. */
export const offersApi = defineDescribedApi<OffersOptions>({
  station: 'offers',
  document: { path: '/offers/openapi.json', description: 'Importers of offers and their runs' },
  routes: [jobsGet, runsGet, runPost, runGet, runCancel, runApprove, sidekiqGet, ...offersPages.routes],
})
