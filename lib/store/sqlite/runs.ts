import type { Opened } from '#lib/store/opened.ts'
import { isStale, type Run, type RunCounts, type RunStore } from '#lib/store/runs.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

/** Tables of runs. */
export const RUN_SCHEMA: Schema = {
  name: 'runs',
  steps: [
    `create table runs (
       id text primary key, importer text not null, state text not null, startedAt real not null, endedAt real,
       created integer not null default 0, refreshed integer not null default 0, removed integer not null default 0,
       refused integer not null default 0, reason text) strict, without rowid;
     create index runs_by_importer on runs (importer, startedAt, id);
     create unique index running on runs (importer) where state = 'running'`,
    // A running row of an older version has no heartbeat: it is stale.
    `alter table runs add column fence integer not null default 0;
     alter table runs add column beatAt real not null default 0;
     alter table runs add column cancelledAt real;
     alter table runs add column items integer;
     alter table runs add column unnamed integer;
     alter table runs add column fingerprint text;
     alter table runs add column reasons text not null default '{}';
     alter table runs add column refusals text not null default '[]';
     create index runs_by_fence on runs (importer, fence)`,
  ],
}

const COLUMNS = `id, importer, fence, state, startedAt, beatAt, cancelledAt, endedAt, items, unnamed, fingerprint, created,
  refreshed, removed, refused, reasons, reason`

type Optional = 'cancelledAt' | 'endedAt' | 'items' | 'unnamed' | 'fingerprint' | 'reason'

type RunRow = Omit<Run, Optional | 'reasons'> & {
  readonly [Column in Optional]: NonNullable<Run[Column]> | null
} & { readonly reasons: string }

/**
 * Opens the run store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteRunStore(url: string): Opened<RunStore> {
  const { db, write, read, close } = openTables(url, RUN_SCHEMA)
  const runningQuery = db.query<RunRow, [string]>(
    `select ${COLUMNS} from runs where importer = ? and state = 'running'`,
  )
  const findQuery = db.query<RunRow, [string]>(`select ${COLUMNS} from runs where id = ?`)
  const insert = db.query(
    `insert into runs (id, importer, fence, state, startedAt, beatAt) values (?1, ?2,
       (select coalesce(max(fence), 0) + 1 from runs where importer = ?2), 'running', ?3, ?3)`,
  )
  // A run that was marked as stale stays failed, even if its process reports later.
  const beat = db.query(
    `update runs set beatAt = $atMs, created = $created, refreshed = $refreshed, removed = $removed,
       refused = $refused where id = $id and state = 'running'`,
  )
  const cancel = db.query(`update runs set cancelledAt = ?2 where id = ?1 and state = 'running'`)
  const finish = db.query(
    `update runs set state = $state, endedAt = $endedAt, created = $created, refreshed = $refreshed,
       removed = $removed, refused = $refused, items = $items, unnamed = $unnamed, fingerprint = $fingerprint,
       reasons = $reasons, refusals = $refusals, reason = $reason where id = $id and state = 'running'`,
  )
  const giveUp = db.query(
    `update runs set state = 'failed', endedAt = ?, reason = 'stopped without an end' where id = ?`,
  )
  const approve = db.query(`update runs set state = 'approved' where id = ? and state = 'suspect'`)
  const refusalsQuery = db.query<{ refusals: string }, [string]>('select refusals from runs where id = ?')
  const latestQuery = db.query<RunRow, [string, string]>(
    `select ${COLUMNS} from runs where importer = ? and state in (select value from json_each(?))
     order by startedAt desc, id desc limit 1`,
  )
  const listQuery = db.query<RunRow, [string, number]>(
    `select ${COLUMNS} from runs where importer = ? order by startedAt desc, id desc limit ?`,
  )

  function find(id: string): Run | undefined {
    const row = findQuery.get(id)
    return row === null ? undefined : runOfRow(row)
  }

  return {
    begin: ({ id, importer, startedAt }, staleMs) =>
      write(() => {
        const running = runningQuery.get(importer)
        if (running !== null && !isStale(running, startedAt, staleMs)) return runOfRow(running)
        if (running !== null) giveUp.run(startedAt, running.id)
        if (findQuery.get(id) === null) insert.run(id, importer, startedAt)
        const begun = find(id)
        if (begun === undefined) throw new TypeError(`Cannot begin run "${id}": it was not kept`)
        return begun
      }),
    beat: (id, atMs, counts) => write(() => beat.run({ id, atMs, ...countsOf(counts) }).changes > 0),
    cancel: (id, atMs) => write(() => cancel.run(id, atMs).changes > 0),
    async finish(id, { state, endedAt, reasons, refusals, ...end }) {
      const { items = null, unnamed = null, fingerprint = null, reason = null } = end
      const row = { id, state, endedAt, ...countsOf(end), items, unnamed, fingerprint, reason }
      await write(() =>
        finish.run({ ...row, reasons: JSON.stringify(reasons), refusals: JSON.stringify(refusals) }),
      )
    },
    approve: (id) => write(() => approve.run(id).changes > 0),
    async find(id) {
      return read(() => find(id))
    },
    async refusals(id) {
      const row = read(() => refusalsQuery.get(id))
      return row === null ? [] : JSON.parse(row.refusals)
    },
    async latest(importer, states) {
      const row = read(() => latestQuery.get(importer, JSON.stringify(states)))
      return row === null ? undefined : runOfRow(row)
    },
    async list(importer, limit) {
      return read(() => listQuery.all(importer, limit)).map(runOfRow)
    },
    close,
  }
}

// The caller's object may have more fields than the statement has parameters.
function countsOf({ created, refreshed, removed, refused }: RunCounts): RunCounts {
  return { created, refreshed, removed, refused }
}

function runOfRow({ reasons, ...row }: RunRow): Run {
  return {
    ...row,
    cancelledAt: row.cancelledAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    items: row.items ?? undefined,
    unnamed: row.unnamed ?? undefined,
    fingerprint: row.fingerprint ?? undefined,
    reason: row.reason ?? undefined,
    reasons: JSON.parse(reasons),
  }
}
