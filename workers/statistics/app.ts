import { createApp, type App } from '#lib/http/create-app.ts'
import { statisticsApi } from './api.ts'
import type { StatisticsOptions } from './options.ts'

/** The app of workers/statistics: the counters. */
export function createStatistics(options: StatisticsOptions): App {
  return createApp(statisticsApi, options, options)
}
