import { definePages } from '#lib/ui/define-pages.ts'
import type { ImagesOptions } from '../options.ts'
import { picturePage } from './picture/page.tsx'

/** The pages of apps/images, besides the view of the list. */
export const imagesPages = definePages<ImagesOptions>({
  station: 'images',
  prefix: '/images/public',
  pages: [picturePage],
})
