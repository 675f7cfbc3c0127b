import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { followErased } from '#lib/erasure/follow-erased.ts'
import { settings } from '#lib/config/settings.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import {
  openAuditStore,
  openBulkStore,
  openChannelStore,
  openForbiddenStore,
  openPositionStore,
  openReportStore,
  openStoreProbe,
  openSubjectIndex,
  openSubjectStore,
  openSweepStore,
} from '#lib/store/open.ts'
import { createStorage } from './app.ts'
import { openBulkSweep } from './bulks/open-bulk-sweep.ts'
import { openChannelSweep } from './channels/open-channel-sweep.ts'
import { openForwardPosition } from './forward-position.ts'
import { openSilenceSweep } from './open-silence-sweep.ts'
import { openHeldSweep } from './forbidden/open-held-sweep.ts'
import { openReportSweep } from './reports/open-report-sweep.ts'
import { storagePages } from './pages/all-pages.ts'
import { storageSettings } from './settings.ts'

const { settings: own } = storageSettings

/** apps/storage: searches and offers, and the channels of their matches. */
export const storage = defineStation({
  name: 'storage',
  port: settings.STORAGE_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    trackerUrl: settings.TRACKER_URL,
    accountsUrl: settings.ACCOUNTS_URL,
    matchingUrl: settings.MATCHING_URL,
    imagesUrl: settings.IMAGES_URL,
    notificationsUrl: settings.NOTIFICATIONS_URL,
    positionValidSeconds: settings.POSITION_VALID_SECONDS,
    deviceSilentSeconds: settings.DEVICE_SILENT_SECONDS,
    erasedRefreshSeconds: settings.ERASED_REFRESH_SECONDS,
    endedRefreshSeconds: settings.ENDED_REFRESH_SECONDS,
    hideAfterReports: own.REPORTS_HIDE_AFTER,
    reportDays: own.REPORT_DAYS,
    strangerListsPerMinute: own.STRANGER_LISTS_PER_MINUTE,
    personListsPerMinute: own.PERSON_LISTS_PER_MINUTE,
    personCreationsPerHour: own.PERSON_CREATIONS_PER_HOUR,
    newAccountCreationsPerHour: own.NEW_ACCOUNT_CREATIONS_PER_HOUR,
  },
  async open(config, { front, log, metrics }) {
    const assets = openAssets(storagePages)
    const keys = await openKeyRing(config.keysPath, log)
    // While a position counts, its device is not silent.
    const silentMs = Math.max(config.deviceSilentSeconds, config.positionValidSeconds) * 1_000
    const placing = { positionValidMs: config.positionValidSeconds * 1_000, silentMs }
    const subjects = await openSubjectStore(config.storeUrl, placing)
    const index = await openSubjectIndex(config.storeUrl, placing)
    const positions = await openPositionStore(config.storeUrl)
    const sweeps = await openSweepStore(config.storeUrl)
    const bulks = await openBulkStore(config.storeUrl)
    const channels = await openChannelStore(config.storeUrl)
    const reports = await openReportStore(config.storeUrl)
    const forbidden = await openForbiddenStore(config.storeUrl)
    const audit = await openAuditStore(config.storeUrl)
    const probe = await openStoreProbe(config.storeUrl)
    const service = 'storage'
    const tracker = openServiceClient({ keys, service, audience: 'tracker', url: config.trackerUrl })
    const courier = openCourier<OutgoingEvent>({
      outbox: subjects,
      tell: (events) => tellTracker(tracker, events),
      log,
    })
    const bulkCourier = openCourier<OutgoingEvent>({
      outbox: bulks,
      tell: (events) => tellTracker(tracker, events),
      log,
    })
    const bulkSweep = openBulkSweep({ bulks, bulkCourier, log })
    const channelCourier = openCourier<OutgoingEvent>({
      outbox: channels,
      tell: (events) => tellTracker(tracker, events),
      log,
    })
    const matching = openServiceClient({ keys, service, audience: 'matching', url: config.matchingUrl })
    const silenceSweep = openSilenceSweep({ subjects, index, positions, sweeps, courier, silentMs, log })
    const reportSweep = openReportSweep({ reports, days: config.reportDays, log })
    const heldSweep = openHeldSweep({ subjects, reports, log })
    const channelSweep = openChannelSweep({ channels, matching, log })
    const accounts = openServiceClient({ keys, service, audience: 'accounts', url: config.accountsUrl })
    const images = openServiceClient({ keys, service, audience: 'images', url: config.imagesUrl })
    const notifications = openServiceClient({
      keys,
      service,
      audience: 'notifications',
      url: config.notificationsUrl,
    })
    const erased = await followErased({
      service: accounts,
      refreshMs: config.erasedRefreshSeconds * 1_000,
      station: 'storage',
      log,
      metrics,
    })
    const ended = await followEndedSessions({
      keys,
      station: 'storage',
      accountsUrl: config.accountsUrl,
      refreshSeconds: config.endedRefreshSeconds,
      log,
      metrics,
    })
    const app = createStorage({
      assets,
      subjects,
      courier,
      accounts,
      bulks,
      bulkCourier,
      channels,
      channelCourier,
      matching,
      notifications,
      reports,
      forbidden,
      images,
      hideAfterReports: config.hideAfterReports,
      limits: config,
      forwardPosition: openForwardPosition(config.trackerUrl),
      identifier: {
        keys,
        audience: 'storage',
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
      check: () => probe.check(),
      async stop() {
        await Promise.all([erased.stop(), ended.stop()])
        const loops = [silenceSweep, bulkSweep, channelSweep, reportSweep, heldSweep]
        await Promise.all(loops.map((loop) => loop.stop()))
        await Promise.all([courier.stop(), bulkCourier.stop(), channelCourier.stop()])
        await Promise.all(
          [subjects, index, positions, sweeps, bulks, channels, reports, forbidden, audit, probe].map(
            (store) => store.close(),
          ),
        )
      },
    }
  },
})

if (import.meta.main) await runMain(storage)
