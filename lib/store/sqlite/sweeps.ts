import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { SweepStore } from '#lib/store/sweeps.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const SWEEP_SCHEMA: Schema = {
  name: 'sweeps',
  steps: [
    `create table sweeps (
       name text primary key, done_until real not null, held_until real not null) strict, without rowid`,
  ],
}

/**
 * Opens the sweep store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteSweepStore(url: string): Opened<SweepStore> {
  const { db, write, close } = openTables(url, SWEEP_SCHEMA)
  const lease = db.query<{ done_until: number }, [string, number, number]>(
    `insert into sweeps (name, done_until, held_until) values (?1, 0, ?2 + ?3)
     on conflict (name) do update set held_until = excluded.held_until where held_until <= ?2
     returning done_until`,
  )
  const done = db.query('update sweeps set done_until = max(done_until, ?2), held_until = 0 where name = ?1')

  return {
    lease: (name, nowMs, leaseMs) => write(() => lease.get(name, nowMs, leaseMs)?.done_until),
    async done(name, untilMs) {
      await write(() => done.run(name, untilMs))
    },
    close,
  }
}
