import { createApp, type App } from '#lib/http/create-app.ts'
import type { StatisticsOptions } from './options.ts'
import { getCounter } from './routes/counter-get.ts'

/** The app of workers/statistics: what was counted. */
export function createStatistics(options: StatisticsOptions): App {
  const app = createApp({ ...options, station: 'statistics' })
  getCounter(app, options)
  return app
}
