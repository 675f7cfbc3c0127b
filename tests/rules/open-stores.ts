import {
  openAssetStore,
  openAuditStore,
  openBlockStore,
  openBulkStore,
  openCandidateQueue,
  openChannelStore,
  openCounterStore,
  openDeliveryStore,
  openDeviceStore,
  openEndingStore,
  openErasureStore,
  openForbiddenStore,
  openInboxStore,
  openMappingStore,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openReportStore,
  openRingStore,
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
    assets: await openAssetStore(url),
    audit: await openAuditStore(url),
    blocks: await openBlockStore(url),
    bulks: await openBulkStore(url),
    channels: await openChannelStore(url),
    counters: await openCounterStore(url),
    deliveries: await openDeliveryStore(url),
    devices: await openDeviceStore(url),
    endings: await openEndingStore(url),
    erasures: await openErasureStore(url),
    forbidden: await openForbiddenStore(url),
    inbox: await openInboxStore(url),
    mappings: await openMappingStore(url),
    matches: await openMatchStore(url),
    owners: await openOwnerQueue(url),
    positions: await openPositionStore(url),
    queue: await openCandidateQueue(url),
    reports: await openReportStore(url),
    rings: await openRingStore(url),
    runs: await openRunStore(url),
    index: await openSubjectIndex(url),
    subjects: await openSubjectStore(url),
    writeKeys: await openWriteKeyStore(url),
  }
}
