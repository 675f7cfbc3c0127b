import { definePages } from '#lib/ui/define-pages.ts'
import type { AccountsOptions } from '../options.ts'

/** The pages of apps/accounts: its route of the audit log also answers as a page. */
export const accountsPages = definePages<AccountsOptions>({
  station: 'accounts',
  prefix: '/accounts/public',
  pages: [],
})
