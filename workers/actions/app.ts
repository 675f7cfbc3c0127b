import { createApp, type App } from '#lib/http/create-app.ts'
import { actionsApi } from './api.ts'
import type { ActionsOptions } from './options.ts'

/** The app of workers/actions: their lag and outcomes. */
export function createActions(options: ActionsOptions): App {
  return createApp(actionsApi, options, options)
}
