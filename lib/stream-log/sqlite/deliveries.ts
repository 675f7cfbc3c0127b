import { readNow } from '#lib/sqlite/open-database.ts'
import { createReaders, type Member } from '#lib/stream-log/sqlite/members.ts'
import type { OpenStream } from '#lib/stream-log/sqlite/open-stream.ts'
import {
  type Acknowledgement,
  ENTRY_OUTCOMES,
  type EntryOutcome,
  type StreamEntry,
} from '#lib/stream-log/stream-log.ts'

/** Hands entries to one reader, and takes acks. Call all but `hasUnread()` and `hasReclaimable()` inside a transaction. */
export interface Deliveries {
  readonly hasUnread: () => boolean
  readonly take: (max: number) => StreamEntry[]
  readonly hasReclaimable: (idleMs: number) => boolean
  readonly reclaim: (idleMs: number, max: number) => StreamEntry[]
  readonly ack: (done: readonly Acknowledgement[]) => void
}

interface Row {
  readonly offset: number
  readonly value: string
  readonly appendedAt: number
}

/** The deliveries of a stream for one reader of a group. */
export function createDeliveries(stream: OpenStream, { groupId, readerId }: Member): Deliveries {
  const { log, slot } = stream
  const { db } = log.database
  const readers = createReaders(stream)
  const groupQuery = db.query<{ cursor: number; start: number }, [number]>(
    'select cursor, start from stream_groups where id = ?',
  )
  const moveGroup = db.query('update stream_groups set cursor = ?, start = ? where id = ?')
  const hold = db.query(
    `insert into stream_pending select ?, offset, ?, ?, 1 from log_records
     where slot = ? and offset >= ? and offset < ?`,
  )
  const idleQuery = db.query<Row & { deliveries: number }, [number, number, number, string, number]>(
    `select r.offset, r.value, r.appended_at as appendedAt, p.deliveries + 1 as deliveries
     from stream_pending p join log_records r on r.slot = ? and r.offset = p.offset
     where p.group_id = ? and (p.delivered_at <= ? or p.reader_id not in (select value from json_each(?)))
     order by p.offset limit ?`,
  )
  const holdAgain = db.query(
    `update stream_pending set reader_id = ?, delivered_at = ?, deliveries = deliveries + 1
     where group_id = ? and offset in (select value from json_each(?))`,
  )
  const release = db.query('delete from stream_pending where group_id = ? and offset = ?')
  const count = Object.fromEntries(
    ENTRY_OUTCOMES.map((outcome) => [
      outcome,
      db.query(`update stream_groups set ${outcome} = ${outcome} + ? where id = ?`),
    ]),
  )

  function group(): { cursor: number; start: number } {
    const found = readNow(log.database, () => groupQuery.get(groupId))
    if (found === null)
      throw new RangeError(`Cannot read stream "${log.database.path}": the group was removed`)
    return found
  }

  function take(max: number): StreamEntry[] {
    const { cursor, start } = group()
    const records = log.read(slot, cursor, max)
    const last = records.at(-1)
    const next = last !== undefined && records.length === max ? last.offset + 1 : log.end(slot)
    hold.run(groupId, readerId, Date.now(), slot, cursor, next)
    // Entries that were trimmed before this group read them are not in its books.
    moveGroup.run(next, start + (next - cursor - records.length), groupId)
    return records.map((record) => entryOf(record, 1))
  }

  function idle(idleMs: number, max: number): (Row & { deliveries: number })[] {
    return readNow(log.database, () =>
      idleQuery.all(slot, groupId, Date.now() - idleMs, readers.living(), max),
    )
  }

  function reclaim(idleMs: number, max: number): StreamEntry[] {
    const rows = idle(idleMs, max)
    holdAgain.run(readerId, Date.now(), groupId, JSON.stringify(rows.map(({ offset }) => offset)))
    return rows.map((row) => entryOf(row, row.deliveries))
  }

  function ack(done: readonly Acknowledgement[]): void {
    const counts = new Map<EntryOutcome, number>()
    for (const { token, outcome } of done) {
      const released = release.run(groupId, Number(token)).changes
      counts.set(outcome, (counts.get(outcome) ?? 0) + released)
    }
    for (const [outcome, released] of counts) count[outcome]?.run(released, groupId)
  }

  return {
    hasUnread: () => log.end(slot) > group().cursor,
    take,
    hasReclaimable: (idleMs) => idle(idleMs, 1).length > 0,
    reclaim,
    ack,
  }
}

function entryOf({ offset, value, appendedAt }: Row, deliveries: number): StreamEntry {
  return { token: String(offset), value, deliveries, appendedAt }
}
