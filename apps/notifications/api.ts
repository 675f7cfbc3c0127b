import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import type { NotificationsOptions } from './options.ts'
import { channelsGet } from './routes/channels-get.ts'
import { deliveriesGet } from './routes/deliveries-get.ts'
import { mappingClonePost } from './routes/mapping-clone-post.ts'
import { mappingDelete } from './routes/mapping-delete.ts'
import { mappingGet } from './routes/mapping-get.ts'
import { mappingPatch } from './routes/mapping-patch.ts'
import { mappingTestPost } from './routes/mapping-test-post.ts'
import { mappingsGet } from './routes/mappings-get.ts'
import { oneSignalHookPost } from './routes/onesignal-hook-post.ts'
import { registerPost } from './routes/register-post.ts'
import { vapidGet } from './routes/vapid-get.ts'

/** The API of apps/notifications. */
export const notificationsApi = defineDescribedApi<NotificationsOptions & PersonPorts>({
  station: 'notifications',
  document: {
    path: '/notifications/openapi.json',
    description: 'Push subscriptions of devices, and deliveries',
  },
  routes: [
    registerPost,
    vapidGet,
    mappingsGet,
    mappingGet,
    mappingPatch,
    mappingDelete,
    mappingClonePost,
    mappingTestPost,
    deliveriesGet,
    channelsGet,
    oneSignalHookPost,
    ...personRoutes('/deliveries', { hasDevices: true }),
  ],
})
