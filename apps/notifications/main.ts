import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { followErased } from '#lib/erasure/follow-erased.ts'
import { settings } from '#lib/config/settings.ts'
import { openConsumer } from '#lib/event-bus/open-consumer.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { pusherSettings } from '#lib/pusher/all-pushers.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import {
  openAuditStore,
  openDeliveryStore,
  openInboxStore,
  openMappingStore,
  openRingStore,
  openStoreProbe,
} from '#lib/store/open.ts'
import { createNotifications } from './app.ts'
import { openChannels } from './channel.ts'
import { registerChannelMetrics, createSendMetrics } from './send-metrics.ts'
import { openInboxSweep } from './inbox/open-inbox-sweep.ts'
import { messagesConsumer } from './inbox/message-consumer.ts'
import { openLiveInbox } from './inbox/open-live-inbox.ts'
import { openSender } from './open-sender.ts'
import { sendBatch, type SendPorts } from './send-batch.ts'
import { noticesConsumer } from './consumer.ts'
import { notificationsSettings } from './settings.ts'

const { settings: own } = notificationsSettings

const SECOND_MS = 1_000
const DAY_MS = 86_400_000

/** apps/notifications: sends one push per device of each side of a match. */
export const notifications = defineStation({
  name: 'notifications',
  port: settings.NOTIFICATIONS_PORT,
  spec: {
    busUrl: settings.BUS_URL,
    storeUrl: settings.STORE_URL,
    pushChannels: own.PUSH_CHANNELS,
    ...pusherSettings,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    publicUrl: settings.PUBLIC_URL,
    trackerUrl: settings.TRACKER_URL,
    accountsUrl: settings.ACCOUNTS_URL,
    storageUrl: settings.STORAGE_URL,
    erasedRefreshSeconds: settings.ERASED_REFRESH_SECONDS,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
    ringWindowSeconds: own.RING_WINDOW_SECONDS,
    sendLeaseSeconds: own.SEND_LEASE_SECONDS,
    newAccountDays: own.NEW_ACCOUNT_DAYS,
    newAccountRingsPerHour: own.NEW_ACCOUNT_RINGS_PER_HOUR,
    inboxReadDays: own.INBOX_READ_DAYS,
    inboxUnreadDays: own.INBOX_UNREAD_DAYS,
  },
  async open(config, { front, log, metrics, tracer }) {
    const keys = await openKeyRing(config.keysPath, log)
    const pushers = await openPushers(config.pushChannels, { config, log })
    const mappings = await openMappingStore(config.storeUrl)
    const deliveries = await openDeliveryStore(config.storeUrl)
    const rings = await openRingStore(config.storeUrl)
    const inbox = await openInboxStore(config.storeUrl)
    const audit = await openAuditStore(config.storeUrl)
    const probe = await openStoreProbe(config.storeUrl)
    const service = 'notifications'
    const tracker = openServiceClient({ keys, service, audience: 'tracker', url: config.trackerUrl })
    const courier = openCourier<OutgoingEvent>({
      outbox: deliveries,
      tell: (events) => tellTracker(tracker, events),
      log,
    })
    const liveInbox = openLiveInbox({ inbox, log })
    const inboxSweep = openInboxSweep({
      inbox,
      days: { read: config.inboxReadDays, unread: config.inboxUnreadDays },
      log,
    })
    const channels = openChannels(pushers, log)
    const gates = new Map(channels.map(({ pusher, gate }) => [pusher.channel, gate]))
    registerChannelMetrics(metrics, gates, deliveries)
    const ports: SendPorts = {
      deliveries,
      mappings,
      inbox,
      publicUrl: config.publicUrl,
      ringWindowMs: config.ringWindowSeconds * SECOND_MS,
      rings,
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
    const accounts = openServiceClient({ keys, service, audience: 'accounts', url: config.accountsUrl })
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
    const onAdded = () => {
      sender.nudge()
      liveInbox.nudge()
    }
    const consumer = await openConsumer(noticesConsumer, {
      busUrl: config.busUrl,
      ports: { mappings, deliveries, inbox, erased, onAdded, tracer },
      log,
    })
    const storage = openServiceClient({ keys, service, audience: 'storage', url: config.storageUrl })
    const messages = await openConsumer(messagesConsumer, {
      busUrl: config.busUrl,
      ports: { inbox, mappings, deliveries, storage, erased, onAdded },
      log,
    })
    const app = createNotifications({
      mappings,
      deliveries,
      rings,
      inbox,
      liveInbox,
      onAdded,
      accounts,
      channels: gates,
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
        await sender.stop()
        await courier.stop()
        await inboxSweep.stop()
        const stores = [mappings, deliveries, rings, inbox, audit, probe]
        await Promise.all(stores.map((store) => store.close()))
      },
    }
  },
})

if (import.meta.main) await runMain(notifications)
