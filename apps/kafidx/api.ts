import { defineApi } from '#lib/http/define-api.ts'
import type { KafidxOptions } from './options.ts'
import { consumersGet } from './routes/consumers-get.tsx'
import { kafidxGet } from './routes/kafidx-get.tsx'
import { liveGet } from './routes/live-get.ts'
import { publicFileGet } from './routes/public-file-get.ts'
import { tailGet } from './routes/tail-get.ts'

/** The API of apps/kafidx. */
export const kafidxApi = defineApi<KafidxOptions>({
  station: 'kafidx',
  routes: [kafidxGet, tailGet, liveGet, consumersGet, publicFileGet],
})
