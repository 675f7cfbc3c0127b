import { definePages } from '#lib/ui/define-pages.ts'
import type { ImagesOptions } from '../options.ts'

/** No page of its own: serves the styles and scripts of the views that its routes show. */
export const imagesPages = definePages<ImagesOptions>({
  station: 'images',
  prefix: '/images/public',
  pages: [],
})
