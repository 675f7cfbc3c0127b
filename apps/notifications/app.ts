import { addPersonRoutes } from '#lib/erasure/add-person-routes.ts'
import { addOpenApi } from '#lib/http/add-openapi.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { keepPeople } from './keep-people.ts'
import { getChannels } from './routes/channels-get.ts'
import { getDeliveries } from './routes/deliveries-get.ts'
import { deleteMapping } from './routes/mapping-delete.ts'
import { getMapping } from './routes/mapping-get.ts'
import { getMappings } from './routes/mappings-get.ts'
import { postRegister } from './routes/register-post.ts'
import type { NotificationsOptions } from './options.ts'

/** The app of apps/notifications: which device rings how, and what was rung. */
export function createNotifications(options: NotificationsOptions): App {
  const app = createApp({ ...options, station: 'notifications' })
  postRegister(app, options)
  getMappings(app, options)
  getMapping(app, options)
  deleteMapping(app, options)
  getDeliveries(app, options)
  getChannels(app, options)
  addPersonRoutes(app, '/deliveries', keepPeople(options))
  addOpenApi(app, {
    station: 'notifications',
    path: '/notifications/openapi.json',
    description: 'Which device rings how, and what was rung',
  })
  return app
}
