import { registerAgain } from '#lib/ui/client/push/register-browser.ts'
import { openNotification } from './open-notification.ts'
import type { PushWorker } from './push-worker.ts'
import { showPush } from './show-push.ts'

// The types of this project are those of pages.
declare const self: PushWorker

self.addEventListener('push', (event) => event.waitUntil(showPush(event, self)))
self.addEventListener('notificationclick', (event) => event.waitUntil(openNotification(event, self)))
self.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(registerAgain(self.registration.pushManager)),
)
