import { definePages } from '#lib/ui/define-pages.ts'
import type { OffersOptions } from '../options.ts'

/** The pages of apps/offers: its routes of jobs and runs also answer as pages. */
export const offersPages = definePages<OffersOptions>({
  station: 'offers',
  prefix: '/offers/public',
  pages: [],
})
