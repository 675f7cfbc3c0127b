import type { Schema } from '#lib/sqlite/open-database.ts'
import type { CandidateQueue, QueuedSeeker } from '#lib/store/candidate-queue.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const QUEUE_SCHEMA: Schema = {
  name: 'candidate-queue',
  steps: [
    `create table candidate_queue (
       subject text primary key, cursor text not null, again text, cause text not null, free_at real not null)
       strict, without rowid;
     create index candidate_queue_by_time on candidate_queue (free_at)`,
  ],
}

interface QueueRow {
  readonly subject: string
  readonly cursor: string
  /** JSON. */
  readonly cause: string
}

/**
 * Opens the queue of subjects with further candidates in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteCandidateQueue(url: string): Opened<CandidateQueue> {
  const { db, write, close } = openTables(url, QUEUE_SCHEMA)
  const add = db.query(
    `insert into candidate_queue (subject, cursor, cause, free_at) values (?1, ?2, ?3, 0)
     on conflict (subject) do update
     set again = max(coalesce(again, ''), excluded.cursor), cause = excluded.cause`,
  )
  const lease = db.query<QueueRow, [number, number, number]>(
    `update candidate_queue set free_at = ?1 + ?2
     where subject in (select subject from candidate_queue where free_at <= ?1 order by free_at limit ?3)
     returning subject, cursor, cause`,
  )
  const goOn = db.query(
    `update candidate_queue set cursor = coalesce(?2, again), again = iif(?2 is null, null, again), free_at = ?3
     where subject = ?1 and coalesce(?2, again) is not null`,
  )
  const remove = db.query('delete from candidate_queue where subject = ? and again is null')

  return {
    async add(seekers) {
      if (seekers.length === 0) return
      await write(() => {
        for (const { subject, cursor, cause } of seekers) add.run(subject, cursor, JSON.stringify(cause))
      })
    },
    lease: (max, leaseMs, nowMs) => write(() => lease.all(nowMs, leaseMs, max).map(seekerOf)),
    async advance(subject, cursor, nowMs) {
      await write(() => {
        const { changes } = goOn.run(subject, cursor ?? null, nowMs)
        if (changes === 0) remove.run(subject)
      })
    },
    close,
  }
}

function seekerOf({ subject, cursor, cause }: QueueRow): QueuedSeeker {
  const parsed: QueuedSeeker['cause'] = JSON.parse(cause)
  return { subject, cursor, cause: parsed }
}
