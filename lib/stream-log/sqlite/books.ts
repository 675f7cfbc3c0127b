import { readNow } from '#lib/sqlite/open-database.ts'
import type { Member } from '#lib/stream-log/sqlite/members.ts'
import type { OpenStream } from '#lib/stream-log/sqlite/open-stream.ts'
import type { StreamBooks, StreamLag } from '#lib/stream-log/stream-log.ts'

/** The counts of one group. */
export interface Books {
  readonly books: () => StreamBooks
  readonly lag: () => StreamLag
}

interface Ages {
  readonly pending: number
  readonly unread: number
  readonly oldestPending: number | null
  readonly oldestUnread: number | null
}

/** The books of a group. Each is one statement, so that no other process writes between the counts of its figures. */
export function createBooks({ log, slot }: OpenStream, { groupId }: Member): Books {
  const { db, path } = log.database
  const pending = '(select count(*) from stream_pending where group_id = g.id)'
  const booksQuery = db.query<StreamBooks, [number, number]>(
    `select s.next_offset - g.start as added, s.next_offset - g.cursor as unread, ${pending} as pending,
       g.published, g.duplicate, g.dead
     from stream_groups g, log_slots s where g.id = ? and s.slot = ?`,
  )
  const lagQuery = db.query<Ages, [number, number]>(
    `select s.next_offset - g.cursor as unread, ${pending} as pending,
       (select r.appended_at from stream_pending p join log_records r on r.slot = s.slot and r.offset = p.offset
        where p.group_id = g.id order by p.offset limit 1) as oldestPending,
       (select r.appended_at from log_records r
        where r.slot = s.slot and r.offset >= g.cursor order by r.offset limit 1) as oldestUnread
     from stream_groups g, log_slots s where g.id = ? and s.slot = ?`,
  )

  function counted<Row>(found: Row | null): Row {
    if (found === null) throw new RangeError(`Cannot count stream "${path}": the group was removed`)
    return found
  }

  return {
    books: () => counted(readNow(log.database, () => booksQuery.get(groupId, slot))),
    lag() {
      const ages = counted(readNow(log.database, () => lagQuery.get(groupId, slot)))
      const now = Date.now()
      const oldest = Math.min(ages.oldestPending ?? now, ages.oldestUnread ?? now)
      return { unread: ages.unread, pending: ages.pending, oldestUnackedMs: now - oldest }
    },
  }
}
