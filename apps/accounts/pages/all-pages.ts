import { definePages } from '#lib/ui/define-pages.ts'
import type { AccountsOptions } from '../options.ts'

/** No page of its own: serves the scripts and styles of the audit view, which `routes/audit-get.ts` shows. */
export const accountsPages = definePages<AccountsOptions>({
  station: 'accounts',
  prefix: '/accounts/public',
  pages: [],
})
