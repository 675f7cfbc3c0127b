import { definePages } from '#lib/ui/define-pages.ts'
import type { OffersOptions } from '../options.ts'

/** No page of its own: serves the scripts and styles of the views of jobs and runs, which the routes of this station show. */
export const offersPages = definePages<OffersOptions>({
  station: 'offers',
  prefix: '/offers/public',
  pages: [],
})
