import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { beginBulk, type Bulk, type BulkOffer, type BulkStore } from '#lib/store/bulks.ts'
import type { Opened } from '#lib/store/opened.ts'
import { withoutAnchor } from '#lib/store/place-subjects.ts'
import { createBulkRows } from '#lib/store/sqlite/bulk-rows.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox, outboxOwners, outboxTable } from '#lib/store/sqlite/outbox.ts'
import { createSubjectHistory } from '#lib/store/sqlite/subject-history.ts'
import { SUBJECT_SCHEMA } from '#lib/store/sqlite/subject-schema.ts'
import { subjectOfRow, type StoredSubjectRow } from '#lib/store/sqlite/subject-row.ts'
import { createSubjectTables } from '#lib/store/sqlite/subject-tables.ts'

const OUTBOX = 'bulk_unsent'

const BULK_SCHEMA: Schema = {
  name: 'bulks',
  steps: [
    `create table bulks (
       owner text primary key, run text not null, number integer not null, fence integer not null, isDone integer not null,
       lines integer not null, created integer not null, refreshed integer not null, unchanged integer not null,
       removed integer not null, refused integer not null, startedAt real not null, heldUntil real not null,
       dueAt real not null, by text not null) strict, without rowid;
     create index bulks_by_time on bulks (dueAt) where dueAt > 0;
     ${outboxTable(OUTBOX)};
     ${outboxOwners(OUTBOX)}`,
    'alter table bulks add column unnamed integer not null default 0',
  ],
}

/** The words of many texts lie far apart in their index: with fewer pages in memory, most writes would read a page first. */
const CACHE_KIB = 32_768

type BulkRow = Omit<Bulk, 'isDone'> & { readonly isDone: number }

/**
 * Opens bulk writes of offers in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteBulkStore(url: string): Opened<BulkStore> {
  // The stores of a file share one connection. Steps of the subjects come first: this store writes their tables.
  const subjectTables = openTables(url, SUBJECT_SCHEMA)
  const tables = openTables(url, BULK_SCHEMA)
  const { db, write, read } = tables
  db.run(`pragma cache_size = -${CACHE_KIB}`)
  const subjects = createSubjectTables(tables)
  const rows = createBulkRows(tables)
  const history = createSubjectHistory(tables)
  const { keep, outbox } = createOutbox<OutgoingEvent>(tables, OUTBOX)

  const findQuery = db.query<BulkRow, [string]>('select * from bulks where owner = ?')
  const insert = db.query(
    `insert or replace into bulks (owner, run, number, fence, isDone, lines, created, refreshed, unchanged, removed,
       refused, unnamed, startedAt, heldUntil, dueAt, by)
     values ($owner, $run, $number, $fence, $isDone, $lines, $created, $refreshed, $unchanged, $removed, $refused,
       $unnamed, $startedAt, $heldUntil, $dueAt, $by)`,
  )
  const storedQuery = db.query<StoredSubjectRow, [string]>(
    'select * from subjects where id in (select value from json_each(?))',
  )
  const activeQuery = db.query<{ count: number }, [string, string, number]>(
    `select count(*) as count from subjects where owner = ?1 and active = 1
       and id not in (select value from json_each(?2)) and (valid_until is null or valid_until > ?3)`,
  )
  const markedQuery = db.query<{ count: number }, [string]>(
    'select count(*) as count from subjects where owner = ? and bulk_number is not null',
  )
  const mark = db.query('update subjects set bulk_number = ?2, bulk_line = ?3 where id = ?1')
  const vanishedQuery = db.query<StoredSubjectRow, [string, number, number]>(
    `select * from subjects where owner = ?1 and bulk_number is not null and bulk_number < ?2 limit ?3`,
  )
  const allQuery = db.query<StoredSubjectRow, [string, number]>(
    `select * from subjects where kind = 'offer' and owner = ? limit ?`,
  )
  const dueQuery = db.query<BulkRow, [number, number]>(
    'select * from bulks where dueAt > 0 and dueAt <= ? order by dueAt limit ?',
  )
  const forgetBulk = db.query('delete from bulks where owner = ?')

  function find(owner: string): Bulk | undefined {
    const row = findQuery.get(owner)
    return row === null ? undefined : bulkOfRow(row)
  }

  function save(bulk: Bulk): void {
    insert.run({ ...bulk, isDone: Number(bulk.isDone) })
  }

  return {
    begin: (wanted) =>
      write(() => {
        const begun = beginBulk(find(wanted.owner), wanted)
        if (begun.outcome === 'begun') save(begun.bulk)
        return begun
      }),
    async find(owner) {
      return read(() => find(owner))
    },
    write: ({ owner, fence, number }, { ids, nowMs, leaseMs, limit }, makePlan) =>
      write(() => {
        const bulk = find(owner)
        if (bulk?.fence !== fence) return undefined
        const named = JSON.stringify(ids)
        const stored = new Map(storedQuery.all(named).map((row) => [row.id, row]))
        const plan = makePlan({
          stored: new Map([...stored].map(([id, row]) => [id, offerOf(row)])),
          activeElsewhere: limit === undefined ? 0 : (activeQuery.get(owner, named, limit.nowMs)?.count ?? 0),
          marked: limit === undefined ? 0 : (markedQuery.get(owner)?.count ?? 0),
        })
        rows.insertAll(number, plan.created)
        for (const { subject, line, entry } of plan.refreshed) {
          const row = stored.get(subject.id)
          if (row === undefined) continue
          subjects.replace(row, subject)
          mark.run(subject.id, number, line)
          history.add(subject.id, entry)
        }
        for (const { id, line } of plan.unchanged) mark.run(id, number, line)
        save(extended({ ...bulk, ...plan.progress }, nowMs + leaseMs))
        return plan
      }),
    remove: ({ owner, fence, number }, which, { max, nowMs, leaseMs }) =>
      write(() => {
        const bulk = find(owner)
        if (bulk?.fence !== fence) return undefined
        const found = which === 'all' ? allQuery.all(owner, max) : vanishedQuery.all(owner, number, max)
        for (const row of found) {
          subjects.erase(row)
          history.erase(row.id)
        }
        save(extended({ ...bulk, removed: bulk.removed + found.length }, nowMs + leaseMs))
        return found.length
      }),
    leave: ({ owner, fence }, { isDone, dueAt, events, ifDueAt }) =>
      write(() => {
        const bulk = find(owner)
        if (bulk?.fence !== fence || bulk.dueAt !== (ifDueAt ?? bulk.dueAt)) return false
        save({ ...bulk, isDone, dueAt, heldUntil: 0 })
        keep(events)
        return true
      }),
    async due(nowMs, limit) {
      return read(() => dueQuery.all(nowMs, limit)).map(bulkOfRow)
    },
    async forget(owner) {
      await write(() => forgetBulk.run(owner))
    },
    ...outbox,
    async close() {
      await tables.close()
      await subjectTables.close()
    },
  }
}

function extended(bulk: Bulk, untilMs: number): Bulk {
  return { ...bulk, heldUntil: untilMs, dueAt: untilMs }
}

function bulkOfRow(row: BulkRow): Bulk {
  return { ...row, isDone: row.isDone === 1 }
}

function offerOf(row: StoredSubjectRow): BulkOffer {
  const { bulk_number: number, bulk_line: line } = row
  const mark = number === null || line === null ? undefined : { number, line }
  return { subject: withoutAnchor(subjectOfRow(row)), mark }
}
