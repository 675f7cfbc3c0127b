import { createApp, type App } from '#lib/http/create-app.ts'
import { storageApi } from './api.ts'
import { openCallRates } from './call-rates.ts'
import { openChannelRates } from './channels/channel-rates.ts'
import { openLiveChannels } from './channels/live-channels.ts'
import { openForbiddenList } from './forbidden/open-forbidden-list.ts'
import { openHideBlocked } from './hide-blocked.ts'
import { createPersonKeeper } from './create-person-keeper.ts'
import type { StorageOptions } from './options.ts'
import { openPreviewRates } from './preview-rates.ts'
import { openPlaces } from './places/open-places.ts'
import { openReportRates } from './reports/report-rates.ts'

/** The app of apps/storage: searches and offers, and the channels of their matches. */
export function createStorage(options: StorageOptions): App {
  return createApp(storageApi, options, {
    ...options,
    hideBlocked: openHideBlocked(options),
    live: openLiveChannels(options),
    takeWrite: openChannelRates(),
    takeReport: openReportRates(),
    callRates: openCallRates(options),
    forbiddenList: openForbiddenList(options),
    people: createPersonKeeper(options),
    places: openPlaces(),
    takePreview: openPreviewRates(options.front),
  })
}
