import { newId } from '#lib/ids/new-id.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { BEFORE_NEWEST, type CandidateQueue, type LeasedSeeker } from '#lib/store/candidate-queue.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

function queueSchema(name: string, table: string): Schema {
  return {
    name,
    steps: [
      `create table ${table} (
       subject text primary key, cursor text not null, again text, cause text not null, free_at real not null)
       strict, without rowid;
     create index ${table}_by_time on ${table} (free_at)`,
      `alter table ${table} add column parked integer not null default 0;
     alter table ${table} add column beyond integer`,
      // The name of the last lease; null when nobody leased it, or who did has said how it goes on.
      `alter table ${table} add column lease text`,
    ],
  }
}

interface QueueRow {
  readonly subject: string
  readonly cursor: string
  /** JSON. */
  readonly cause: string
  readonly lease: string
}

/**
 * Opens the queue of subjects with further candidates in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteCandidateQueue(url: string): Opened<CandidateQueue> {
  return openQueue(url, 'candidate-queue', 'candidate_queue')
}

/**
 * Opens the queue of owners whose offers were written in a bulk, in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteOwnerQueue(url: string): Opened<CandidateQueue> {
  return openQueue(url, 'owner-queue', 'owner_queue')
}

function openQueue(url: string, name: string, table: string): Opened<CandidateQueue> {
  const { db, write, read, close } = openTables(url, queueSchema(name, table))
  const add = db.query(
    `insert into ${table} (subject, cursor, cause, free_at) values (?1, ?2, ?3, 0)
     on conflict (subject) do update
     set again = max(coalesce(again, ''), excluded.cursor), cause = excluded.cause where parked = 0`,
  )
  const lease = db.query<QueueRow, [number, number, number, string]>(
    `update ${table} set free_at = ?1 + ?2, parked = 0, lease = ?4
     where subject in (select subject from ${table} where free_at <= ?1 order by free_at limit ?3)
     returning subject, cursor, cause, lease`,
  )
  const goOn = db.query(
    `update ${table}
     set cursor = coalesce(?2, again), again = iif(?2 is null, null, again), free_at = ?3, lease = null
     where subject = ?1 and lease = ?4 and parked = 0 and coalesce(?2, again) is not null`,
  )
  const remove = db.query(
    `delete from ${table} where subject = ?1 and lease = ?2 and parked = 0 and again is null`,
  )
  const park = db.query(
    `update ${table} set parked = 1, cursor = ?2, again = null, beyond = ?3, free_at = ?4
     where subject = ?1`,
  )
  const wake = db.query(
    `update ${table} set free_at = ?2
     where subject in (select value from json_each(?1)) and parked = 1 and free_at > ?2`,
  )
  const beyondQuery = db.query<{ beyond: number | null }, [string]>(
    `select beyond from ${table} where subject = ?`,
  )

  return {
    async add(seekers) {
      if (seekers.length === 0) return
      await write(() => {
        for (const { subject, cursor, cause } of seekers) add.run(subject, cursor, JSON.stringify(cause))
      })
    },
    lease: (max, leaseMs, nowMs) => write(() => lease.all(nowMs, leaseMs, max, newId()).map(seekerOf)),
    async advance({ subject, lease: holder }, cursor, nowMs) {
      await write(() => {
        const { changes } = goOn.run(subject, cursor ?? null, nowMs, holder)
        if (changes === 0 && cursor === undefined) remove.run(subject, holder)
      })
    },
    async park(subject, { beyond, untilMs }) {
      await write(() => park.run(subject, BEFORE_NEWEST, beyond, untilMs))
    },
    async wake(subjects, nowMs) {
      if (subjects.length === 0) return
      await write(() => wake.run(JSON.stringify(subjects), nowMs))
    },
    async beyond(subject) {
      return read(() => beyondQuery.get(subject))?.beyond ?? undefined
    },
    close,
  }
}

function seekerOf({ cause, ...rest }: QueueRow): LeasedSeeker {
  const parsed: LeasedSeeker['cause'] = JSON.parse(cause)
  return { ...rest, cause: parsed }
}
