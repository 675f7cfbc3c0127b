import type { Opened } from '#lib/store/opened.ts'
import type { Run, RunStore } from '#lib/store/runs.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const RUN_SCHEMA: Schema = {
  name: 'runs',
  steps: [
    `create table runs (
       id text primary key, importer text not null, state text not null, startedAt real not null, endedAt real,
       created integer not null default 0, refreshed integer not null default 0, removed integer not null default 0,
       refused integer not null default 0, reason text) strict, without rowid;
     create index runs_by_importer on runs (importer, startedAt, id);
     create unique index running on runs (importer) where state = 'running'`,
  ],
}

type RunRow = Omit<Run, 'endedAt' | 'reason'> & {
  readonly endedAt: number | null
  readonly reason: string | null
}

/**
 * Opens runs of importers in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteRunStore(url: string): Opened<RunStore> {
  const { db, write, read, close } = openTables(url, RUN_SCHEMA)
  const runningQuery = db.query<RunRow, [string]>(
    `select * from runs where importer = ? and state = 'running'`,
  )
  const findQuery = db.query<RunRow, [string]>('select * from runs where id = ?')
  const insert = db.query(`insert into runs (id, importer, state, startedAt) values (?, ?, 'running', ?)`)
  // A run that was given up as stale stays failed, whatever its process still has to say.
  const finish = db.query(
    `update runs set state = $state, endedAt = $endedAt, created = $created, refreshed = $refreshed,
       removed = $removed, refused = $refused, reason = $reason where id = $id and state = 'running'`,
  )
  const giveUp = db.query(
    `update runs set state = 'failed', endedAt = ?, reason = 'stopped without an end' where id = ?`,
  )
  const listQuery = db.query<RunRow, [string, number]>(
    'select * from runs where importer = ? order by startedAt desc, id desc limit ?',
  )

  return {
    begin: ({ id, importer, startedAt }, staleMs) =>
      write(() => {
        const running = runningQuery.get(importer)
        if (running !== null && running.startedAt > startedAt - staleMs) return runOfRow(running)
        if (running !== null) giveUp.run(startedAt, running.id)
        const known = findQuery.get(id)
        if (known !== null) return runOfRow(known)
        insert.run(id, importer, startedAt)
        return {
          id,
          importer,
          state: 'running',
          startedAt,
          endedAt: undefined,
          created: 0,
          refreshed: 0,
          removed: 0,
          refused: 0,
          reason: undefined,
        }
      }),
    async finish(id, { reason = null, ...end }) {
      await write(() => finish.run({ id, reason, ...end }))
    },
    async find(id) {
      const row = read(() => findQuery.get(id))
      return row === null ? undefined : runOfRow(row)
    },
    async list(importer, limit) {
      return read(() => listQuery.all(importer, limit)).map(runOfRow)
    },
    close,
  }
}

function runOfRow({ endedAt, reason, ...row }: RunRow): Run {
  return { ...row, endedAt: endedAt ?? undefined, reason: reason ?? undefined }
}
