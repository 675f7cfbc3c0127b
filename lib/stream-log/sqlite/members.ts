import { isGone } from '#lib/sqlite/owner.ts'
import { writeNow } from '#lib/sqlite/open-database.ts'
import type { OpenStream } from '#lib/stream-log/sqlite/open-stream.ts'

/** A reader, by its ids in the tables. */
export interface Member {
  readonly groupId: number
  readonly readerId: number
}

/** Creates a missing group at the oldest remaining entry, and adds a reader to the file. */
export function joinStream(
  { log, slot }: OpenStream,
  { group, consumer, owner }: { group: string; consumer: string; owner: string },
): Member {
  const { db } = log.database
  const addGroup = db.query('insert or ignore into stream_groups (name, start, cursor) values (?1, ?2, ?2)')
  const groupQuery = db.query<{ id: number }, [string]>('select id from stream_groups where name = ?')
  const addReader = db.query('insert into stream_readers (consumer, owner) values (?, ?)')
  return writeNow(log.database, () => {
    addGroup.run(group, log.first(slot))
    const groupId = groupQuery.get(group)?.id
    if (groupId === undefined) throw new RangeError(`Cannot join group "${group}": it was not kept`)
    return { groupId, readerId: Number(addReader.run(consumer, owner).lastInsertRowid) }
  })
}

/** Tells living readers from dead ones that left entries behind. */
export interface Readers {
  /** The ids of the readers that are not known to be dead, as a JSON list. */
  readonly living: () => string
  /** Removes dead readers that hold no entries. Call it inside a transaction. */
  readonly forgetDead: () => void
}

/** The readers of all groups of a stream. */
export function createReaders({ log }: OpenStream): Readers {
  const readersQuery = log.database.db.query<{ id: number; owner: string }, []>(
    'select id, owner from stream_readers',
  )
  const forget = log.database.db.query(
    `delete from stream_readers where id not in (select value from json_each(?))
       and id not in (select reader_id from stream_pending)`,
  )

  function living(): string {
    return JSON.stringify(
      readersQuery
        .all()
        .filter(({ owner }) => !isGone(owner))
        .map(({ id }) => id),
    )
  }

  return {
    living,
    forgetDead() {
      forget.run(living())
    },
  }
}
