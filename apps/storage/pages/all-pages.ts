import { definePages } from '#lib/ui/define-pages.ts'
import type { StorageOptions } from '../options.ts'

/** The pages of apps/storage: its routes of searches and offers also answer as pages. */
export const storagePages = definePages<StorageOptions>({
  station: 'storage',
  prefix: '/store/public',
  pages: [],
})
