import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { followErased } from '#lib/erasure/follow-erased.ts'
import { settings } from '#lib/config/settings.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { pusherSettings } from '#lib/pusher/all-pushers.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { askAddresses } from '#lib/service-client/ask-addresses.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import {
  openAuditStore,
  openDeliveryStore,
  openInboxStore,
  openMappingStore,
  openPreferenceStore,
  openRingStore,
  openStoreProbe,
} from '#lib/store/open.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { notificationsPages } from './pages/all-pages.ts'
import { openLinkActs } from './open-link-acts.ts'
import { createNotifications } from './app.ts'
import { openChannels } from './channel.ts'
import { registerChannelMetrics, createSendMetrics } from './send-metrics.ts'
import { createLazyMailer } from './lazy-mailer.ts'
import { withMailBoxes } from './mail-boxes.ts'
import { openAddresses } from './open-addresses.ts'
import { openMessageLinks } from './open-message-links.ts'
import { openDeliverySweep } from './open-delivery-sweep.ts'
import { addDirectly } from './add-directly.ts'
import { openDigestLoop } from './open-digest-loop.ts'
import { devicePortsOf } from './devices-to-ring.ts'
import { openInboxSweep } from './inbox/open-inbox-sweep.ts'
import { messagesConsumer } from './inbox/message-consumer.ts'
import { openLiveInbox } from './inbox/open-live-inbox.ts'
import { openSender } from './open-sender.ts'
import { openSubscriptionCounts } from './open-subscription-counts.ts'
import { sendBatch, type SendPorts } from './send-batch.ts'
import { noticesConsumer } from './consumer.ts'
import { notificationsSettings } from './settings.ts'

const { settings: own } = notificationsSettings

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
// A call of a channel takes at most 10 s.
const MAIL_TIMES = { timeoutMs: 5_000, mailTimeoutMs: 9_000 }

/** apps/notifications: sends one push per device of each side of a match. */
export const notifications = defineStation({
  name: 'notifications',
  port: settings.NOTIFICATIONS_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    storeUrl: settings.STORE_URL,
    pushChannels: own.PUSH_CHANNELS,
    pushOrigins: own.PUSH_ORIGINS,
    hookSecret: own.ONESIGNAL_HOOK_SECRET,
    ...pusherSettings,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    publicUrl: settings.PUBLIC_URL,
    mailUrl: settings.MAIL_URL,
    mailFrom: settings.MAIL_FROM,
    trackerUrl: settings.TRACKER_URL,
    accountsUrl: settings.ACCOUNTS_URL,
    storageUrl: settings.STORAGE_URL,
    erasedRefreshSeconds: settings.ERASED_REFRESH_SECONDS,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
    ringWindowSeconds: own.RING_WINDOW_SECONDS,
    sendLeaseSeconds: own.SEND_LEASE_SECONDS,
    deliveryDays: own.DELIVERY_DAYS,
    newAccountDays: own.NEW_ACCOUNT_DAYS,
    newAccountRingsPerHour: own.NEW_ACCOUNT_RINGS_PER_HOUR,
    inboxReadDays: own.INBOX_READ_DAYS,
    inboxUnreadDays: own.INBOX_UNREAD_DAYS,
  },
  async open(config, { front, log, metrics, tracer }) {
    const keys = await openKeyRing(config.keysPath, log)
    const service = 'notifications'
    const accounts = openServiceClient({ keys, service, audience: 'accounts', url: config.accountsUrl })
    const addresses = openAddresses({ ask: (people) => askAddresses(accounts, people) })
    const mailer = createLazyMailer(() =>
      openMailer(config.mailUrl, { from: config.mailFrom, log, ...MAIL_TIMES }),
    )
    const pushers = await openPushers(config.pushChannels, {
      config,
      log,
      publicUrl: config.publicUrl,
      openMailer: () => mailer.open(),
      addressOf: async (person) => (await addresses.of([person])).get(person)?.email,
      trustedOrigins: new Set(config.pushOrigins),
    })
    const mappings = await openMappingStore(config.storeUrl)
    const deliveries = await openDeliveryStore(config.storeUrl)
    const preferences = await openPreferenceStore(config.storeUrl)
    const rings = await openRingStore(config.storeUrl)
    const mailRings = await openRingStore(config.storeUrl, 'mail_rings')
    const inbox = await openInboxStore(config.storeUrl)
    const audit = await openAuditStore(config.storeUrl)
    const probe = await openStoreProbe(config.storeUrl)
    const tracker = openServiceClient({ keys, service, audience: 'tracker', url: config.trackerUrl })
    const courier = openCourier<OutgoingEvent>({
      outbox: deliveries,
      tell: (events) => tellTracker(tracker, events),
      log,
    })
    const limited = pushers.flatMap(({ channel, limits }) => (limits === undefined ? [] : [channel]))
    const subscriptions = openSubscriptionCounts({ mappings, channels: limited, log })
    const channels = openChannels(pushers, log, (channel) => subscriptions.count(channel))
    const liveInbox = openLiveInbox({ inbox, log })
    const inboxSweep = openInboxSweep({
      inbox,
      days: { read: config.inboxReadDays, unread: config.inboxUnreadDays },
      log,
    })
    const gates = new Map(channels.map(({ pusher, gate }) => [pusher.channel, gate]))
    registerChannelMetrics(metrics, gates, deliveries)
    const ports: SendPorts = {
      deliveries,
      mappings: withMailBoxes(mappings, addresses),
      links: openMessageLinks(keys, config.publicUrl),
      preferences,
      inbox,
      ringWindowMs: config.ringWindowSeconds * SECOND_MS,
      rings,
      mailRings,
      newAccounts: {
        newMs: config.newAccountDays * DAY_MS,
        ringsPerHour: config.newAccountRingsPerHour,
      },
      onResult: createSendMetrics(metrics),
      onStored: () => courier.nudge(),
      tracer,
      log,
    }
    const sender = openSender({
      deliveries,
      channels,
      send: (due, channel, mayStart) => sendBatch(due, channel, ports, mayStart),
      leaseMs: config.sendLeaseSeconds * SECOND_MS,
      log,
    })
    const digests = openDigestLoop({ ...ports, deliveries, onReleased: () => sender.nudge() })
    const sweep = openDeliverySweep({ deliveries, days: config.deliveryDays, log })
    const erased = await followErased({
      service: accounts,
      refreshMs: config.erasedRefreshSeconds * SECOND_MS,
      station: 'notifications',
      log,
      metrics,
    })
    const ended = await followEndedSessions({
      keys,
      station: 'notifications',
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const direct = { sender, deliveries, leaseMs: config.sendLeaseSeconds * SECOND_MS }
    const added: Pick<DeliveryStore, 'add' | 'withdraw' | 'withdrawnAmong' | 'endMessages'> = {
      ...deliveries,
      add: (drafts) => addDirectly(drafts, direct),
    }
    const onShown = () => liveInbox.nudge()
    const devicePorts = devicePortsOf({ mappings, preferences, channels: gates })
    const consumer = await openConsumer(noticesConsumer, {
      busUrl: config.busUrl,
      ports: { ...devicePorts, deliveries: added, inbox, erased, onShown, tracer },
      log,
    })
    const storage = openServiceClient({ keys, service, audience: 'storage', url: config.storageUrl })
    const messages = await openConsumer(messagesConsumer, {
      busUrl: config.busUrl,
      ports: { ...devicePorts, inbox, deliveries: added, storage, erased, onShown },
      log,
    })
    const app = createNotifications({
      assets: openAssets(notificationsPages),
      mailLinks: openMailLinks(keys),
      linkActs: openLinkActs({ preferences, storage }),
      mappings,
      deliveries,
      preferences,
      rings,
      mailRings,
      inbox,
      liveInbox,
      accounts,
      channels: gates,
      onAdded() {
        sender.nudge()
        onShown()
      },
      hookSecret: config.hookSecret,
      pushers: new Map(pushers.map((pusher) => [pusher.channel, pusher])),
      identifier: {
        keys,
        audience: 'notifications',
        adminPassword: config.adminPassword,
        isErased: (person) => erased.isErased(person),
        isEnded: (claims) => ended.isEnded(claims),
      },
      front,
      audit,
      log,
      metrics,
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        await Promise.all([consumer.check(), messages.check()])
        await probe.check()
      },
      async stop() {
        await Promise.all([consumer.close(), messages.close()])
        await Promise.all([erased.stop(), ended.stop()])
        await Promise.all([digests.stop(), sweep.stop(), subscriptions.stop()])
        await sender.stop()
        await courier.stop()
        await inboxSweep.stop()
        await mailer.close()
        const stores = [mappings, deliveries, preferences, rings, mailRings, inbox, audit, probe]
        await Promise.all(stores.map((store) => store.close()))
      },
    }
  },
})

if (import.meta.main) await runMain(notifications)
