import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { deviceRoutes } from './api.ts'
import type { AccountsOptions } from './options.ts'

/** An accounts app with signing keys and devices only, without people and mail. */
export function createDeviceApp(options: AccountsOptions): App {
  return createApp(
    defineApi<AccountsOptions>({ station: 'accounts', routes: deviceRoutes }),
    options,
    options,
  )
}
