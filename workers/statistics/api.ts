import { defineApi } from '#lib/http/define-api.ts'
import type { StatisticsOptions } from './options.ts'
import { counterGet } from './routes/counter-get.ts'

/** The API of workers/statistics. */
export const statisticsApi = defineApi<StatisticsOptions>({
  station: 'statistics',
  routes: [counterGet],
})
