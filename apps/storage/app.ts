import { createApp, type App } from '#lib/http/create-app.ts'
import { storageApi } from './api.ts'
import { openHideBlocked } from './hide-blocked.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import type { StorageOptions } from './options.ts'

/** The app of apps/storage: searches and offers. */
export function createStorage(options: StorageOptions): App {
  return createApp(storageApi, options, {
    ...options,
    hideBlocked: openHideBlocked(options),
    people: createPersonKeeper(options),
  })
}
