import { describe, inject } from 'vitest'
import { describeAssetStore } from '#lib/store/contract/assets.ts'
import { describeAuditStore } from '#lib/store/contract/audit.ts'
import { describeBlockStore } from '#lib/store/contract/blocks.ts'
import { describeBulkStore } from '#lib/store/contract/bulks.ts'
import { describeChannelStore } from '#lib/store/contract/channels.ts'
import { describeCounterStore } from '#lib/store/contract/counters.ts'
import { describeDeliveryStore } from '#lib/store/contract/deliveries.ts'
import { describeDeviceStore } from '#lib/store/contract/devices.ts'
import { describeEndingStore } from '#lib/store/contract/endings.ts'
import { describeSweepStore } from '#lib/store/contract/sweeps.ts'
import { describeErasureStore } from '#lib/store/contract/erasures.ts'
import { describeForbiddenStore } from '#lib/store/contract/forbidden.ts'
import { describePreferenceStore } from '#lib/store/contract/preferences.ts'
import { describeInboxStore } from '#lib/store/contract/inbox.ts'
import { describeMappingStore } from '#lib/store/contract/mappings.ts'
import { describeMatchStore } from '#lib/store/contract/matches.ts'
import { describePeopleDatabase } from '#lib/store/contract/people.ts'
import { describeCandidateQueue } from '#lib/store/contract/candidate-queue.ts'
import { describePositionStore } from '#lib/store/contract/positions.ts'
import { describeStoreProbe } from '#lib/store/contract/probe.ts'
import { describeReportStore } from '#lib/store/contract/reports.ts'
import { describeRingStore } from '#lib/store/contract/rings.ts'
import { describeRunStore } from '#lib/store/contract/runs.ts'
import { describeSubjectHistory } from '#lib/store/contract/subject-history.ts'
import { describeSubjectIndex } from '#lib/store/contract/subject-index.ts'
import { describeSubjectLists } from '#lib/store/contract/subject-lists.ts'
import { describeSubjectStore } from '#lib/store/contract/subjects.ts'
import { describeSubjectWorlds } from '#lib/store/contract/subject-worlds.ts'
import { describeWriteKeyStore } from '#lib/store/contract/write-keys.ts'
import { emptiedUrls } from '#lib/store/mongodb/emptied-urls.fixture.ts'
import { freshUrl } from '#lib/store/mongodb/fresh-url.fixture.ts'

const uri = inject('mongodbUri')

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('on a real MongoDB', () => {
  for (const describeStore of [
    describeAssetStore,
    describeAuditStore,
    describeBlockStore,
    describeBulkStore,
    describeCounterStore,
    describeDeliveryStore,
    describeDeviceStore,
    describeEndingStore,
    describeSweepStore,
    describeErasureStore,
    describeForbiddenStore,
    describePreferenceStore,
    describeMappingStore,
    describeMatchStore,
    describeCandidateQueue,
    describePositionStore,
    describeReportStore,
    describeRingStore,
    describeRunStore,
    describeSubjectIndex,
    describeSubjectStore,
    describeWriteKeyStore,
  ]) {
    describeStore('mongodb', emptiedUrls(uri ?? ''))
  }
  // The first two open a database that nobody has prepared several times at once; each of the others needs only one.
  for (const describeStore of [
    describePeopleDatabase,
    describeStoreProbe,
    describeChannelStore,
    describeInboxStore,
    describeSubjectHistory,
    describeSubjectLists,
    describeSubjectWorlds,
  ]) {
    describeStore('mongodb', () => freshUrl(uri ?? ''))
  }
})
