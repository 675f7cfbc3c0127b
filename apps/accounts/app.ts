import { createApp, type App } from '#lib/http/create-app.ts'
import { accountsApi } from './api.ts'
import type { ErasureOptions } from './erasure/erasure-options.ts'
import type { AccountsOptions } from './options.ts'
import type { PeopleOptions } from './people/people-options.ts'

/** The app of apps/accounts: people, tokens, devices and their keys. */
export function createAccounts(options: AccountsOptions & PeopleOptions & ErasureOptions): App {
  return createApp(accountsApi, options, options)
}
