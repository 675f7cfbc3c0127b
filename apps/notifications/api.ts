import { personRoutes, type PersonPorts } from '#lib/erasure/person-routes.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import { inboxRoutes } from './inbox/api.ts'
import type { NotificationsOptions } from './options.ts'
import { notificationsPages } from './pages/all-pages.ts'
import { channelsGet } from './routes/channels-get.ts'
import { deliveriesCountPost } from './routes/deliveries-count-post.ts'
import { deliveriesGet } from './routes/deliveries-get.ts'
import { deliveryRetry } from './routes/delivery-retry.ts'
import { deliveryWhy } from './routes/delivery-why.ts'
import { mappingClonePost } from './routes/mapping-clone-post.ts'
import { mappingDelete } from './routes/mapping-delete.ts'
import { mappingGet } from './routes/mapping-get.ts'
import { mappingPatch } from './routes/mapping-patch.ts'
import { mappingTestPost } from './routes/mapping-test-post.ts'
import { mappingsGet } from './routes/mappings-get.ts'
import { mutesDelete } from './routes/mutes-delete.ts'
import { mutesPost } from './routes/mutes-post.ts'
import { notifyPost } from './routes/notify-post.ts'
import { oneSignalHookPost } from './routes/onesignal-hook-post.ts'
import { preferencesGet } from './routes/preferences-get.ts'
import { preferencesPatch } from './routes/preferences-patch.ts'
import { preferencesPut } from './routes/preferences-put.ts'
import { registerPost } from './routes/register-post.ts'
import { ringsGet } from './routes/rings-get.ts'
import { sendPost } from './routes/send-post.ts'
import { unsubscribeGet } from './routes/unsubscribe-get.ts'
import { unsubscribePost } from './routes/unsubscribe-post.ts'
import { vapidGet } from './routes/vapid-get.ts'

/** The API of apps/notifications. */
export const notificationsApi = defineDescribedApi<NotificationsOptions & PersonPorts>({
  station: 'notifications',
  document: {
    path: '/notifications/openapi.json',
    description: 'Push subscriptions of devices, deliveries, inboxes, and preferences of people',
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
    deliveriesCountPost,
    channelsGet,
    unsubscribeGet,
    unsubscribePost,
    ...notificationsPages.routes,
    preferencesGet,
    preferencesPut,
    preferencesPatch,
    ringsGet,
    mutesPost,
    mutesDelete,
    oneSignalHookPost,
    deliveryWhy,
    deliveryRetry,
    sendPost,
    notifyPost,
    ...inboxRoutes,
    ...personRoutes('/deliveries', { hasDevices: true }),
  ],
})
