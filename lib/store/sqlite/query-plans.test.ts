import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { anOffer, aSearch, BERLIN } from '#lib/builders/a-subject.ts'
import { openDatabase, type SharedDatabase } from '#lib/sqlite/open-database.ts'
import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { everyQuery } from '#lib/store/contract/every-query.ts'
import { mappingQueries } from '#lib/store/contract/mapping-queries.ts'
import {
  openAssetStore,
  openAuditStore,
  openBlockStore,
  openBulkStore,
  openCandidateQueue,
  openCounterStore,
  openDeliveryStore,
  openDeviceStore,
  openEndingStore,
  openSweepStore,
  openErasureStore,
  openForbiddenStore,
  openInboxStore,
  openMappingStore,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openPreferenceStore,
  openReportStore,
  openRingStore,
  openRunStore,
  openSubjectIndex,
  openSubjectStore,
  openWriteKeyStore,
} from '#lib/store/open.ts'
import { DELIVERY_STATES } from '#lib/store/deliveries.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

// So many points in a circle that searches take their other path.
const CROWD = Array.from({ length: 2_000 }, () => anOffer())

// Across the antimeridian there are two boxes.
const FAR = {
  near: { centre: { lat: 0, lng: 180 }, radiusMeters: 1_000 },
  area: { box: { south: -1, north: 1, west: 179, east: -179 } },
}

// Without what is in the inner circle.
const RING = { near: { centre: BERLIN, radiusMeters: 9_000, beyondMeters: 5_000 } }

// Each reads nothing but what it was asked for: a list of parameters, the owners or words of a page, a part of the plan, points in a box.
const BOUNDED_SCAN =
  /^SCAN (?:CONSTANT ROW|owners$|words$|\(subquery-\d+\)|json_each VIRTUAL TABLE|subject_points VIRTUAL TABLE INDEX (?:1:|2:\w))/u

describe('query plans of the sqlite stores', () => {
  const statements = new Set<string>()
  let database: SharedDatabase
  const stores: { close(): Promise<void> }[] = []

  /** Opens all stores on one file, and asks for subjects in every way; all SQL that is prepared meanwhile is kept. */
  beforeAll(async () => {
    const url = `sqlite:${temporaryFolder()}/store.db`
    database = openDatabase(url, { name: 'plans', steps: [] })
    const query = vi.spyOn(database.db, 'query')
    const subjects = await openSubjectStore(url)
    const index = await openSubjectIndex(url)
    const deliveries = await openDeliveryStore(url)
    const audit = await openAuditStore(url)
    const reports = await openReportStore(url)
    const mappings = await openMappingStore(url)
    stores.push(subjects, index, deliveries, audit, reports, mappings)
    for (const open of [
      openAssetStore,
      openBlockStore,
      openBulkStore,
      openCandidateQueue,
      openCounterStore,
      openDeviceStore,
      openEndingStore,
      openSweepStore,
      openErasureStore,
      openForbiddenStore,
      openInboxStore,
      openMatchStore,
      openOwnerQueue,
      openPositionStore,
      openPreferenceStore,
      openRingStore,
      openRunStore,
      openWriteKeyStore,
    ]) {
      stores.push(await open(url))
    }
    for (const person of [undefined, 'ada']) {
      for (const state of [undefined, ...DELIVERY_STATES]) await deliveries.list({ person, state, limit: 9 })
    }
    for (const state of [undefined, ...DELIVERY_STATES])
      await deliveries.list({ person: 'ada', device: 'seeker-phone', state, limit: 9 })
    for (const mappingQuery of mappingQueries()) await mappings.list(mappingQuery)
    for (const person of [undefined, 'ada']) {
      for (const station of [undefined, 'storage' as const]) await audit.list({ person, station, limit: 9 })
      await audit.dropChangesOf('anna')
    }
    for (const state of [undefined, 'open' as const])
      for (const about of [undefined, { type: 'person', id: 'ben' } as const])
        await reports.list({ state, about, limit: 9 })
    await reports.ofReporter('ada', { limit: 9 })
    for (const crowd of [[], CROWD]) {
      await Promise.all(crowd.map((subject) => subjects.create(subject, [])))
      for (const each of [FAR, RING, {}].flatMap((samples) => everyQuery(samples)))
        await subjects.list({ ...each, limit: 9 })
      await subjects.list({ keywords: Array.from({ length: 501 }, (_, place) => `word ${place}`), limit: 9 })
      await candidatesOf(index, aSearch())
      await index.findAll({ ids: ['a'], devices: ['d'] })
      await subjects.totals('offer', { limit: 9 })
      await subjects.words('b', 9)
      await subjects.history('a')
    }
    for (const [sql] of query.mock.calls) {
      // What opens and migrates the file asks the schema, which is small.
      if (!/\b(?:sqlite_master|schema_steps)\b/u.test(sql)) statements.add(sql)
    }
    query.mockRestore()
  })

  afterAll(async () => {
    for (const store of stores) await store.close()
    database.close()
  })

  function scansOf(sql: string): string[] {
    // Without a filter, every row that is read is one that was asked for.
    if (!/\bwhere\b/u.test(sql) && /\blimit\b/u.test(sql)) return []
    const plan = database.db.query<{ detail: string }, []>(`explain query plan ${sql}`).all()
    return plan
      .map(({ detail }) => detail)
      .filter((detail) => detail.startsWith('SCAN') && !BOUNDED_SCAN.test(detail))
  }

  test('no statement reads a whole table', () => {
    const scans = [...statements].map((sql) => ({ sql, scans: scansOf(sql) }))
    expect(scans.filter((each) => each.scans.length > 0)).toEqual([])
  })

  test('deliveries are leased in the order of their index: what waits is not sorted', () => {
    const leases = [...statements].filter((sql) => sql.includes('urgent = ?'))
    expect(leases).toHaveLength(1)
    const plan = database.db.query<{ detail: string }, []>(`explain query plan ${leases[0]}`).all()
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('INDEX pending_deliveries')])
  })

  test('every way to search subjects was looked at', () => {
    const searches = [...statements].filter((sql) => sql.includes('limit $limit'))
    expect(searches.some((sql) => sql.includes('from subject_points') && !sql.includes('keyword'))).toBe(true)
    expect(searches.some((sql) => sql.includes('from subject_keywords k cross join'))).toBe(true)
    expect(searches.some((sql) => sql.includes('from subject_terms k cross join'))).toBe(true)
    expect(searches.some((sql) => sql.includes('s.role in'))).toBe(true)
    expect(statements.size - searches.length).toBeGreaterThan(40)
  })

  test('mappings are listed in the order of an index, or are the few of one person', () => {
    const lists = [...statements].filter(
      (sql) => sql.includes('from mappings') && sql.includes('limit $limit'),
    )
    expect(lists).toHaveLength(16)
    for (const sql of lists) {
      const plan = database.db.query<{ detail: string }, []>(`explain query plan ${sql}`).all()
      const details = plan.map(({ detail }) => detail).join()
      if (sql.includes('person = ')) expect(details).toContain('INDEX mappings_by_person')
      else expect(details).not.toContain('TEMP B-TREE')
    }
  })

  test('a scan would be noticed', () => {
    expect(scansOf('select * from subjects where +owner = 1')).not.toEqual([])
    expect(scansOf('select id from subjects where active = 1 order by id limit 9')).not.toEqual([])
    expect(scansOf('select row from subject_points where north + 0 > 1')).not.toEqual([])
    expect(scansOf('delete from match_unsent where held_until = 0')).not.toEqual([])
    expect(scansOf('select * from subjects where owner = 1')).toEqual([])
  })
})
