import { createApp, type App } from '#lib/http/create-app.ts'
import { kafidxApi } from './api.ts'
import { openVeil } from './open-veil.ts'
import type { KafidxOptions } from './options.ts'

/** The app of apps/kafidx: the records of the bus, live. */
export function createKafidx(options: KafidxOptions): App {
  return createApp(kafidxApi, options, { ...options, veil: openVeil() })
}
