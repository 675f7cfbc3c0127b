import type { KeyRing } from '#lib/auth/key-file.ts'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import type { App } from '#lib/http/create-app.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import {
  openDeliveryStore,
  openInboxStore,
  openMappingStore,
  openPreferenceStore,
  openRingStore,
} from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createNotifications } from './app.ts'
import { openLiveInbox } from './inbox/open-live-inbox.ts'
import { openLinkActs } from './open-link-acts.ts'
import type { NotificationsOptions } from './options.ts'
import { notificationsPages } from './pages/all-pages.ts'

/** The stores of apps/notifications. */
export type NotificationStores = Awaited<ReturnType<typeof openNotificationStores>>

/** Opens the stores of apps/notifications behind one URL. */
export async function openNotificationStores(url: string) {
  return {
    mappings: await openMappingStore(url),
    deliveries: await openDeliveryStore(url),
    preferences: await openPreferenceStore(url),
    rings: await openRingStore(url),
    mailRings: await openRingStore(url, 'mail_rings'),
    inbox: await openInboxStore(url),
  }
}

/** What has no default. */
type Needed = Pick<
  NotificationsOptions,
  keyof NotificationStores | 'accounts' | 'audit' | 'identifier' | 'log' | 'metrics'
> & {
  readonly keys: KeyRing
  /** The station that deletes searches and offers for links in mails. */
  readonly storage?: ServiceClient
}

/** Notifications for tests: what is not given is absent or has no effect. */
export function aNotifications({
  keys,
  storage,
  ...given
}: Needed & Partial<Omit<NotificationsOptions, keyof Needed>>): App {
  const { accounts, inbox, preferences } = given
  return createNotifications({
    assets: openAssets(notificationsPages),
    mailLinks: openMailLinks(keys),
    linkActs: openLinkActs({ preferences, storage: storage ?? accounts }),
    liveInbox: openLiveInbox({ inbox, log: quietLog }),
    channels: new Map(),
    pushers: new Map(),
    onAdded: () => undefined,
    hookSecret: '',
    ...given,
  })
}
