import { addOpenApi } from '#lib/http/add-openapi.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import type { OffersOptions } from './options.ts'
import { getJobs } from './routes/jobs-get.ts'
import { postRun } from './routes/run-post.ts'
import { approveRun } from './routes/run-approve.ts'
import { cancelRun } from './routes/run-cancel.ts'
import { getRun } from './routes/run-get.ts'
import { getRuns } from './routes/runs-get.ts'
import { getSidekiq } from './routes/sidekiq-get.ts'

/** The app of apps/offers: importers and their runs. */
export function createOffers(options: OffersOptions): App {
  const app = createApp({ ...options, station: 'offers' })
  getJobs(app, options)
  getRuns(app, options)
  postRun(app, options)
  getRun(app, options)
  cancelRun(app, options)
  approveRun(app, options)
  getSidekiq(app)
  addOpenApi(app, {
    station: 'offers',
    path: '/offers/openapi.json',
    description: 'Importers of offers and their runs',
  })
  return app
}
