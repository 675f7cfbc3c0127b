import { defineApi } from '#lib/http/define-api.ts'
import type { KafidxPorts } from './options.ts'
import { kafidxPages } from './pages/all-pages.ts'
import { liveGet } from './routes/live-get.ts'
import { nowGet } from './routes/now-get.ts'
import { tailGet } from './routes/tail-get.ts'

/** The API of apps/kafidx. */
export const kafidxApi = defineApi<KafidxPorts>({
  station: 'kafidx',
  routes: [tailGet, liveGet, nowGet, ...kafidxPages.routes],
})
