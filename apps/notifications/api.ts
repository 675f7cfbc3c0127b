import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import { inboxRoutes } from './inbox/api.ts'
import type { NotificationsOptions } from './options.ts'
import { channelsGet } from './routes/channels-get.ts'
import { deliveriesGet } from './routes/deliveries-get.ts'
import { mappingDelete } from './routes/mapping-delete.ts'
import { mappingGet } from './routes/mapping-get.ts'
import { mappingsGet } from './routes/mappings-get.ts'
import { deliveryRetry } from './routes/delivery-retry.ts'
import { deliveryWhy } from './routes/delivery-why.ts'
import { notifyPost } from './routes/notify-post.ts'
import { registerPost } from './routes/register-post.ts'
import { sendPost } from './routes/send-post.ts'

/** The API of apps/notifications. */
export const notificationsApi = defineDescribedApi<NotificationsOptions & PersonPorts>({
  station: 'notifications',
  document: {
    path: '/notifications/openapi.json',
    description: 'Push subscriptions of devices, deliveries, and inboxes',
  },
  routes: [
    registerPost,
    mappingsGet,
    mappingGet,
    mappingDelete,
    deliveriesGet,
    channelsGet,
    deliveryWhy,
    deliveryRetry,
    sendPost,
    notifyPost,
    ...inboxRoutes,
    ...personRoutes('/deliveries', { hasDevices: true }),
  ],
})
