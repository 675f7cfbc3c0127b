import { StartError } from '#lib/errors/start-error.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { BulkStore } from '#lib/store/bulks.ts'
import type { CandidateQueue } from '#lib/store/candidate-queue.ts'
import type { ChannelStore } from '#lib/store/channels.ts'
import type { CounterStore } from '#lib/store/counters.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { EndingStore } from '#lib/store/endings.ts'
import type { ErasureStore } from '#lib/store/erasures.ts'
import type { ForbiddenStore } from '#lib/store/forbidden.ts'
import type { InboxStore } from '#lib/store/inbox.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { PeopleDatabase } from '#lib/store/people.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { StoreProbe } from '#lib/store/probe.ts'
import type { ReportStore } from '#lib/store/reports.ts'
import type { PreferenceStore } from '#lib/store/preferences.ts'
import type { RingStore, RingTable } from '#lib/store/rings.ts'
import type { RunStore } from '#lib/store/runs.ts'
import type { PlaceOptions } from '#lib/store/place-subjects.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import type { SubjectIndex, SubjectStore } from '#lib/store/subjects.ts'
import type { WriteKeyStore } from '#lib/store/write-keys.ts'

export type { Opened } from '#lib/store/opened.ts'

type Open<Port> = (url: string) => Opened<Port> | Promise<Opened<Port>>

/**
 * Opens searches and offers, for their owner, in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openSubjectStore(url: string, options: PlaceOptions = {}): Promise<Opened<SubjectStore>> {
  return openBy<SubjectStore>(url, {
    async sqlite() {
      const { openSqliteSubjectStore } = await import('#lib/store/sqlite/subjects.ts')
      return () => openSqliteSubjectStore(url, options)
    },
    async mongodb() {
      const { openMongoSubjectStore } = await import('#lib/store/mongodb/subjects.ts')
      return () => openMongoSubjectStore(url, options)
    },
  })
}

/**
 * Opens searches and offers, for matching, in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openSubjectIndex(url: string, options: PlaceOptions = {}): Promise<Opened<SubjectIndex>> {
  return openBy<SubjectIndex>(url, {
    async sqlite() {
      const { openSqliteSubjectIndex } = await import('#lib/store/sqlite/subject-index.ts')
      return () => openSqliteSubjectIndex(url, options)
    },
    async mongodb() {
      const { openMongoSubjectIndex } = await import('#lib/store/mongodb/subject-index.ts')
      return () => openMongoSubjectIndex(url, options)
    },
  })
}

/**
 * Opens the queue of subjects with further candidates in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openCandidateQueue(url: string): Promise<Opened<CandidateQueue>> {
  return openBy<CandidateQueue>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/candidate-queue.ts')).openSqliteCandidateQueue,
    mongodb: async () => (await import('#lib/store/mongodb/candidate-queue.ts')).openMongoCandidateQueue,
  })
}

/**
 * Opens the queue of owners whose offers were written in a bulk in the store a URL names; its scheme picks the adapter. It keeps owners as
 * the queue of candidates keeps subjects; the cursor says up to where their offers are matched.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openOwnerQueue(url: string): Promise<Opened<CandidateQueue>> {
  return openBy<CandidateQueue>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/candidate-queue.ts')).openSqliteOwnerQueue,
    mongodb: async () => (await import('#lib/store/mongodb/candidate-queue.ts')).openMongoOwnerQueue,
  })
}

/**
 * Opens the position store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openPositionStore(url: string): Promise<Opened<PositionStore>> {
  return openBy<PositionStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/positions.ts')).openSqlitePositionStore,
    mongodb: async () => (await import('#lib/store/mongodb/positions.ts')).openMongoPositionStore,
  })
}

/**
 * Opens the match store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openMatchStore(url: string): Promise<Opened<MatchStore>> {
  return openBy<MatchStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/matches.ts')).openSqliteMatchStore,
    mongodb: async () => (await import('#lib/store/mongodb/matches.ts')).openMongoMatchStore,
  })
}

/**
 * Opens the block store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openBlockStore(url: string): Promise<Opened<BlockStore>> {
  return openBy<BlockStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/blocks.ts')).openSqliteBlockStore,
    mongodb: async () => (await import('#lib/store/mongodb/blocks.ts')).openMongoBlockStore,
  })
}

/**
 * Opens bulk writes of offers in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openBulkStore(url: string): Promise<Opened<BulkStore>> {
  return openBy<BulkStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/bulks.ts')).openSqliteBulkStore,
    mongodb: async () => (await import('#lib/store/mongodb/bulks.ts')).openMongoBulkStore,
  })
}

/**
 * Opens mappings of devices in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openMappingStore(url: string): Promise<Opened<MappingStore>> {
  return openBy<MappingStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/mappings.ts')).openSqliteMappingStore,
    mongodb: async () => (await import('#lib/store/mongodb/mappings.ts')).openMongoMappingStore,
  })
}

/**
 * Opens the delivery store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openDeliveryStore(url: string): Promise<Opened<DeliveryStore>> {
  return openBy<DeliveryStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/deliveries.ts')).openSqliteDeliveryStore,
    mongodb: async () => (await import('#lib/store/mongodb/deliveries.ts')).openMongoDeliveryStore,
  })
}

/**
 * Opens the preferences of people in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openPreferenceStore(url: string): Promise<Opened<PreferenceStore>> {
  return openBy<PreferenceStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/preferences.ts')).openSqlitePreferenceStore,
    mongodb: async () => (await import('#lib/store/mongodb/preferences.ts')).openMongoPreferenceStore,
  })
}

/**
 * Opens the inboxes in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openInboxStore(url: string): Promise<Opened<InboxStore>> {
  return openBy<InboxStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/inbox.ts')).openSqliteInboxStore,
    mongodb: async () => (await import('#lib/store/mongodb/inbox.ts')).openMongoInboxStore,
  })
}

/**
 * Opens the ring store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openRingStore(url: string, table: RingTable = 'caused_rings'): Promise<Opened<RingStore>> {
  return openBy<RingStore>(url, {
    async sqlite() {
      const { openSqliteRingStore } = await import('#lib/store/sqlite/rings.ts')
      return (path) => openSqliteRingStore(path, table)
    },
    async mongodb() {
      const { openMongoRingStore } = await import('#lib/store/mongodb/rings.ts')
      return (path) => openMongoRingStore(path, table)
    },
  })
}

/**
 * Opens the device store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openDeviceStore(url: string): Promise<Opened<DeviceStore>> {
  return openBy<DeviceStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/devices.ts')).openSqliteDeviceStore,
    mongodb: async () => (await import('#lib/store/mongodb/devices.ts')).openMongoDeviceStore,
  })
}

/**
 * Opens who was erased, and what is to be done for it, in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openErasureStore(url: string): Promise<Opened<ErasureStore>> {
  return openBy<ErasureStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/erasures.ts')).openSqliteErasureStore,
    mongodb: async () => (await import('#lib/store/mongodb/erasures.ts')).openMongoErasureStore,
  })
}

/**
 * Opens the ended sessions in the store that a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openEndingStore(url: string): Promise<Opened<EndingStore>> {
  return openBy<EndingStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/endings.ts')).openSqliteEndingStore,
    mongodb: async () => (await import('#lib/store/mongodb/endings.ts')).openMongoEndingStore,
  })
}

/**
 * Opens the sweep store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openSweepStore(url: string): Promise<Opened<SweepStore>> {
  return openBy<SweepStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/sweeps.ts')).openSqliteSweepStore,
    mongodb: async () => (await import('#lib/store/mongodb/sweeps.ts')).openMongoSweepStore,
  })
}

/**
 * Opens channels and their messages in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openChannelStore(url: string): Promise<Opened<ChannelStore>> {
  return openBy<ChannelStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/channels.ts')).openSqliteChannelStore,
    mongodb: async () => (await import('#lib/store/mongodb/channels.ts')).openMongoChannelStore,
  })
}

/**
 * Opens the counter store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openCounterStore(url: string): Promise<Opened<CounterStore>> {
  return openBy<CounterStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/counters.ts')).openSqliteCounterStore,
    mongodb: async () => (await import('#lib/store/mongodb/counters.ts')).openMongoCounterStore,
  })
}

/**
 * Opens reports of what is against the rules in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openReportStore(url: string): Promise<Opened<ReportStore>> {
  return openBy<ReportStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/reports.ts')).openSqliteReportStore,
    mongodb: async () => (await import('#lib/store/mongodb/reports.ts')).openMongoReportStore,
  })
}

/**
 * Opens the list of forbidden words and hosts in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openForbiddenStore(url: string): Promise<Opened<ForbiddenStore>> {
  return openBy<ForbiddenStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/forbidden.ts')).openSqliteForbiddenStore,
    mongodb: async () => (await import('#lib/store/mongodb/forbidden.ts')).openMongoForbiddenStore,
  })
}

/**
 * Opens the run store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openRunStore(url: string): Promise<Opened<RunStore>> {
  return openBy<RunStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/runs.ts')).openSqliteRunStore,
    mongodb: async () => (await import('#lib/store/mongodb/runs.ts')).openMongoRunStore,
  })
}

/**
 * Opens the asset store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openAssetStore(url: string): Promise<Opened<AssetStore>> {
  return openBy<AssetStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/assets.ts')).openSqliteAssetStore,
    mongodb: async () => (await import('#lib/store/mongodb/assets.ts')).openMongoAssetStore,
  })
}

/**
 * Opens people and their sessions in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openPeopleDatabase(url: string): Promise<Opened<PeopleDatabase>> {
  return openBy<PeopleDatabase>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/people.ts')).openSqlitePeopleDatabase,
    mongodb: async () => (await import('#lib/store/mongodb/people.ts')).openMongoPeopleDatabase,
  })
}

/**
 * Opens the write keys of apps in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openWriteKeyStore(url: string): Promise<Opened<WriteKeyStore>> {
  return openBy<WriteKeyStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/write-keys.ts')).openSqliteWriteKeyStore,
    mongodb: async () => (await import('#lib/store/mongodb/write-keys.ts')).openMongoWriteKeyStore,
  })
}

/**
 * Opens the audit store in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openAuditStore(url: string): Promise<Opened<AuditStore>> {
  return openBy<AuditStore>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/audit.ts')).openSqliteAuditStore,
    mongodb: async () => (await import('#lib/store/mongodb/audit.ts')).openMongoAuditStore,
  })
}

/**
 * Opens what tells whether the store a URL names can be written; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openStoreProbe(url: string): Promise<Opened<StoreProbe>> {
  return openBy<StoreProbe>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/probe.ts')).openSqliteStoreProbe,
    mongodb: async () => (await import('#lib/store/mongodb/probe.ts')).openMongoStoreProbe,
  })
}

/**
 * Opens what tells whether people and sessions can be written in the store a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the store cannot be used.
 */
export function openPeopleProbe(url: string): Promise<Opened<StoreProbe>> {
  return openBy<StoreProbe>(url, {
    sqlite: async () => (await import('#lib/store/sqlite/probe.ts')).openSqlitePeopleProbe,
    mongodb: async () => (await import('#lib/store/mongodb/probe.ts')).openMongoStoreProbe,
  })
}

async function openBy<Port>(
  url: string,
  adapters: Readonly<Record<string, () => Promise<Open<Port>>>>,
): Promise<Opened<Port>> {
  const scheme = url.split(':', 1)[0] ?? ''
  // The same database, its hosts looked up in the DNS.
  const name = scheme === 'mongodb+srv' ? 'mongodb' : scheme
  const adapter = Object.hasOwn(adapters, name) ? adapters[name] : undefined
  if (adapter !== undefined) return (await adapter())(url)
  const known = Object.keys(adapters)
    .map((each) => `${each}:`)
    .join(' or ')
  throw new StartError(
    `Cannot open store: scheme "${scheme}:" is unknown`,
    `Name a store in STORE_URL that begins with ${known}, for instance sqlite:./data/store.db.`,
  )
}
