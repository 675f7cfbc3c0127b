import { defineApi } from '#lib/http/define-api.ts'
import type { WebOptions } from './options.ts'
import { homeGet } from './routes/home-get.tsx'
import { liveGet } from './routes/live-get.ts'
import { matchGet } from './routes/match-get.tsx'
import { peoplePages } from './routes/people-pages-get.tsx'
import { publicFileGet } from './routes/public-file-get.ts'

/** The pages of edge/web; every other path is passed on to its station. */
export const webApi = defineApi<WebOptions>({
  station: 'web',
  routes: [homeGet, liveGet, matchGet, publicFileGet, ...peoplePages],
})
