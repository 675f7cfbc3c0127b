import { createApp, type App } from '#lib/http/create-app.ts'
import { notificationsApi } from './api.ts'
import { keepPeople } from './keep-people.ts'
import type { NotificationsOptions } from './options.ts'

/** The app of apps/notifications: which device rings how, and what was rung. */
export function createNotifications(options: NotificationsOptions): App {
  return createApp(notificationsApi, options, { ...options, people: keepPeople(options) })
}
