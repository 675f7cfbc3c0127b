import { readNow, type SharedDatabase, writeNow } from '#lib/sqlite/open-database.ts'

/** A record to append; the default time is that of the append. */
export interface LogRecord {
  readonly slot: number
  readonly key?: string
  readonly value: string
  readonly time?: number
}

interface LoggedRecord {
  readonly offset: number
  readonly key: string
  readonly value: string
  readonly time: number
  /** When it was appended, in milliseconds since 1970. */
  readonly appendedAt: number
}

/** The statements of the log. Call those that write inside a transaction. */
export interface LogTables {
  /** Returns the slots of a topic in the order of its partitions; creates them if missing. Their number never changes. */
  readonly slots: (topic: string, partitions: number) => readonly number[]
  readonly append: (records: readonly LogRecord[]) => void
  /** Reads up to `max` records from an offset on. */
  readonly read: (slot: number, offset: number, max: number) => LoggedRecord[]
  /** Offset of the oldest record, or of the next one if there is none. */
  readonly first: (slot: number) => number
  /** Offset of the next record. */
  readonly end: (slot: number) => number
  /** Offset of the first record at or after a time, or of the next record if there is none. */
  readonly offsetAt: (slot: number, timeMs: number) => number
  /** True if the oldest record was appended at or before a time. */
  readonly hasExpired: (slot: number, appendedAt: number) => boolean
  readonly trim: (slot: number, appendedAt: number, max: number) => number
  /** Allocates and frees a page of the file, so that a full disk causes an error. */
  readonly check: () => void
}

interface Head {
  next: number
  latest: number
}

/** Prepares the statements. All users of a database share them. */
export function createLogTables(database: SharedDatabase): LogTables {
  const { db } = database
  const slotsQuery = db.query<{ slot: number }, [string]>(
    'select slot from log_slots where topic = ? order by partition',
  )
  const addSlot = db.query(
    'insert or ignore into log_slots (topic, partition, next_offset, latest) values (?, ?, 0, 0)',
  )
  const headQuery = db.query<Head, [number]>(
    'select next_offset as next, latest from log_slots where slot = ?',
  )
  const setHead = db.query('update log_slots set next_offset = ?, latest = ? where slot = ?')
  const insert = db.query('insert into log_records values (?, ?, ?, ?, ?, ?, ?)')
  const readQuery = db.query<LoggedRecord, [number, number, number]>(
    `select offset, coalesce(key, '') as key, value, time, appended_at as appendedAt
     from log_records where slot = ? and offset >= ? order by offset limit ?`,
  )
  const firstQuery = db.query<{ offset: number; appendedAt: number }, [number]>(
    'select offset, appended_at as appendedAt from log_records where slot = ? order by offset limit 1',
  )
  const latestQuery = db.query<{ latest: number }, [number, number]>(
    'select latest from log_records where slot = ? and offset >= ? order by offset limit 1',
  )
  const timeQuery = db.query<{ offset: number }, [number, number, number]>(
    'select offset from log_records where slot = ? and offset >= ? and time >= ? order by offset limit 1',
  )
  const trimQuery = db.query(
    `delete from log_records where slot = ?1 and offset <= (select max(offset) from
       (select offset, appended_at from log_records where slot = ?1 order by offset limit ?3) where appended_at <= ?2)`,
  )
  const fill = db.query('insert into log_checks values (zeroblob(8192))')
  const empty = db.query('delete from log_checks')

  function slots(topic: string, partitions: number): readonly number[] {
    const known = readNow(database, () => slotsQuery.all(topic))
    if (known.length > 0) return known.map(({ slot }) => slot)
    return writeNow(database, () => {
      // Another process may have created the slots meanwhile, with another number of partitions.
      if (slotsQuery.get(topic) === null) {
        for (let partition = 0; partition < partitions; partition += 1) addSlot.run(topic, partition)
      }
      return slotsQuery.all(topic).map(({ slot }) => slot)
    })
  }

  function head(slot: number): Head {
    const found = readNow(database, () => headQuery.get(slot))
    if (found === null)
      throw new RangeError(`Cannot use slot ${slot} of "${database.path}": it does not exist`)
    return found
  }

  function append(records: readonly LogRecord[]): void {
    const heads = new Map<number, Head>()
    const now = Date.now()
    for (const { slot, key, value, time = now } of records) {
      const { next, latest } = heads.get(slot) ?? head(slot)
      const latestNow = Math.max(latest, time)
      insert.run(slot, next, key ?? null, value, time, latestNow, now)
      heads.set(slot, { next: next + 1, latest: latestNow })
    }
    for (const [slot, { next, latest }] of heads) setHead.run(next, latest, slot)
  }

  function end(slot: number): number {
    return head(slot).next
  }

  function first(slot: number): number {
    return readNow(database, () => firstQuery.get(slot))?.offset ?? end(slot)
  }

  function offsetAt(slot: number, timeMs: number): number {
    let low = first(slot)
    let high = end(slot)
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const latest = latestQuery.get(slot, middle)?.latest ?? Number.POSITIVE_INFINITY
      if (latest >= timeMs) high = middle
      else low = middle + 1
    }
    // `latest` may come from a trimmed record. The wanted record then has a higher offset.
    return timeQuery.get(slot, low, timeMs)?.offset ?? end(slot)
  }

  return {
    slots,
    append,
    read: (slot, offset, max) => readNow(database, () => readQuery.all(slot, offset, max)),
    first,
    end,
    offsetAt,
    hasExpired(slot, appendedAt) {
      const oldest = readNow(database, () => firstQuery.get(slot))
      return oldest !== null && oldest.appendedAt <= appendedAt
    },
    trim: (slot, appendedAt, max) => trimQuery.run(slot, appendedAt, max).changes,
    check() {
      fill.run()
      empty.run()
    },
  }
}
