import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import type { App } from '#lib/http/create-app.ts'
import { openServiceClient, type ServiceClient } from '#lib/service-client/service-client.ts'
import {
  openAuditStore,
  openDeliveryStore,
  openInboxStore,
  openMappingStore,
  openPreferenceStore,
  openRingStore,
} from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createNotifications } from './app.ts'
import { openChannelGate } from './channel-gate.ts'
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

/** Opens notifications on an embedded store for one test, with the default channels of tests; accounts does not answer. */
export async function openNotifications({
  channels = [],
  isErased,
}: { readonly channels?: readonly string[]; readonly isErased?: (person: string) => Promise<boolean> } = {}) {
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const stores = { ...(await openNotificationStores(url)), audit: await openAuditStore(url) }
  onTestFinished(async () => void (await Promise.all(Object.values(stores).map((store) => store.close()))))
  const service = 'notifications'
  const app = aNotifications({
    ...stores,
    keys,
    accounts: openServiceClient({ keys, service, audience: 'accounts', url: 'http://127.0.0.1:1' }),
    channels: new Map(channels.map((channel) => [channel, openChannelGate(channel, quietLog)])),
    identifier: {
      keys,
      audience: service,
      adminPassword: 'a-long-admin-password',
      ...(isErased && { isErased }),
    },
    log: quietLog,
    metrics: openMetrics(),
  })
  return { ...stores, app, keys }
}
