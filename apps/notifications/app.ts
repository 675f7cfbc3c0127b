import { createApp, type App } from '#lib/http/create-app.ts'
import { notificationsApi } from './api.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import type { NotificationsOptions } from './options.ts'

/** The app of apps/notifications: push subscriptions of devices, and deliveries. */
export function createNotifications(options: NotificationsOptions): App {
  return createApp(notificationsApi, options, { ...options, people: createPersonKeeper(options) })
}
