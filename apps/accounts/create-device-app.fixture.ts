import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { deviceRoutes } from './api.ts'
import type { AccountsOptions } from './options.ts'

/** Accounts with keys and devices only: no people, and no mails. */
export function createDeviceApp(options: AccountsOptions): App {
  return createApp(
    defineApi<AccountsOptions>({ station: 'accounts', routes: deviceRoutes }),
    options,
    options,
  )
}
