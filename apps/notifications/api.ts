import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import type { NotificationsOptions } from './options.ts'
import { channelsGet } from './routes/channels-get.ts'
import { deliveriesCountPost } from './routes/deliveries-count-post.ts'
import { deliveriesGet } from './routes/deliveries-get.ts'
import { mappingDelete } from './routes/mapping-delete.ts'
import { mappingGet } from './routes/mapping-get.ts'
import { mappingsGet } from './routes/mappings-get.ts'
import { mutesDelete } from './routes/mutes-delete.ts'
import { mutesPost } from './routes/mutes-post.ts'
import { preferencesGet } from './routes/preferences-get.ts'
import { preferencesPatch } from './routes/preferences-patch.ts'
import { preferencesPut } from './routes/preferences-put.ts'
import { registerPost } from './routes/register-post.ts'

/** The API of apps/notifications. */
export const notificationsApi = defineDescribedApi<NotificationsOptions & PersonPorts>({
  station: 'notifications',
  document: {
    path: '/notifications/openapi.json',
    description: 'Push subscriptions of devices, deliveries, and preferences of people',
  },
  routes: [
    registerPost,
    mappingsGet,
    mappingGet,
    mappingDelete,
    deliveriesGet,
    deliveriesCountPost,
    channelsGet,
    preferencesGet,
    preferencesPut,
    preferencesPatch,
    mutesPost,
    mutesDelete,
    ...personRoutes('/deliveries', { hasDevices: true }),
  ],
})
