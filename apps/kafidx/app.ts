import { createApp, type App } from '#lib/http/create-app.ts'
import type { KafidxOptions } from './options.ts'
import { getConsumers } from './routes/consumers-get.tsx'
import { getKafidx } from './routes/kafidx-get.tsx'
import { getLive } from './routes/live-get.ts'
import { getPublicFile } from './routes/public-file-get.ts'
import { getTail } from './routes/tail-get.ts'

/** The app of apps/kafidx: what travels on the bus, live. */
export function createKafidx(options: KafidxOptions): App {
  const app = createApp({ ...options, station: 'kafidx' })
  getKafidx(app)
  getTail(app, options)
  getLive(app, options)
  getConsumers(app, options)
  getPublicFile(app)
  return app
}
