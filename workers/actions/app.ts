import { createApp, type App } from '#lib/http/create-app.ts'
import type { ActionsOptions } from './options.ts'
import { getActions } from './routes/actions-get.ts'

/** The app of workers/actions: a page of what they do. */
export function createActions(options: ActionsOptions): App {
  const app = createApp({ ...options, station: 'actions' })
  getActions(app, options)
  return app
}
