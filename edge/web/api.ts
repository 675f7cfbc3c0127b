import { defineApi } from '#lib/http/define-api.ts'
import type { WebOptions } from './options.ts'
import { webPages } from './pages/all-pages.ts'
import { languagePost } from './routes/language-post.ts'
import { liveGet } from './routes/live-get.ts'
import { pushWorkerGet } from './routes/push-worker-get.ts'

/** The pages of edge/web; the front end passes every other path to its station. */
export const webApi = defineApi<WebOptions>({
  station: 'web',
  routes: [liveGet, languagePost, pushWorkerGet, ...webPages.routes],
})
