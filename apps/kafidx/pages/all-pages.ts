import { definePages } from '#lib/ui/define-pages.ts'
import type { KafidxOptions } from '../options.ts'
import { countersPage } from './counters/page.tsx'
import { tailPage } from './tail/page.tsx'

/** The pages of apps/kafidx. */
export const kafidxPages = definePages<KafidxOptions>({
  station: 'kafidx',
  prefix: '/kafidx/public',
  pages: [tailPage, countersPage],
})
