import { openNotificationStores } from '../../apps/notifications/a-notifications.fixture.ts'
import {
  openAssetStore,
  openAuditStore,
  openBlockStore,
  openBulkStore,
  openCandidateQueue,
  openChannelStore,
  openCounterStore,
  openDeviceStore,
  openEndingStore,
  openErasureStore,
  openForbiddenStore,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openReportStore,
  openRunStore,
  openSubjectIndex,
  openSubjectStore,
  openWriteKeyStore,
} from '#lib/store/open.ts'

/** The stores of all stations, on one database. */
export type Stores = Awaited<ReturnType<typeof openStores>>

/** Opens every store of a database. */
export async function openStores(url: string) {
  return {
    ...(await openNotificationStores(url)),
    assets: await openAssetStore(url),
    audit: await openAuditStore(url),
    blocks: await openBlockStore(url),
    bulks: await openBulkStore(url),
    channels: await openChannelStore(url),
    counters: await openCounterStore(url),
    devices: await openDeviceStore(url),
    endings: await openEndingStore(url),
    erasures: await openErasureStore(url),
    forbidden: await openForbiddenStore(url),
    matches: await openMatchStore(url),
    owners: await openOwnerQueue(url),
    positions: await openPositionStore(url),
    queue: await openCandidateQueue(url),
    reports: await openReportStore(url),
    runs: await openRunStore(url),
    index: await openSubjectIndex(url),
    subjects: await openSubjectStore(url),
    writeKeys: await openWriteKeyStore(url),
  }
}
