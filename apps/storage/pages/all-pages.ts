import { definePages } from '#lib/ui/define-pages.ts'
import type { StorageOptions } from '../options.ts'

/** No page of its own: serves the scripts and styles of the views of searches and offers, which the routes of this station show. */
export const storagePages = definePages<StorageOptions>({
  station: 'storage',
  prefix: '/store/public',
  pages: [],
})
