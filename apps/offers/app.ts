import { createApp, type App } from '#lib/http/create-app.ts'
import { offersApi } from './api.ts'
import type { OffersOptions } from './options.ts'

/** The app of apps/offers: importers and their runs. */
export function createOffers(options: OffersOptions): App {
  return createApp(offersApi, options, options)
}
