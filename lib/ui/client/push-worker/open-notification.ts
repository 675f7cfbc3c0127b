import type { NotificationClick, PushWorker } from './push-worker.ts'
import type { NotificationData } from './show-push.ts'

/** Opens what a notification, or its pressed button, is about: in the tab that shows it already, or in a new one. */
export async function openNotification(
  { action, notification }: Pick<NotificationClick, 'action' | 'notification'>,
  { clients }: PushWorker,
): Promise<void> {
  notification.close()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `showPush()` put it there
  const { navigate, actions } = notification.data as NotificationData
  const url = actions[action] ?? navigate
  const open = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const shown = open.find((client) => client.url === url)
  await (shown === undefined ? clients.openWindow(url) : shown.focus())
}
