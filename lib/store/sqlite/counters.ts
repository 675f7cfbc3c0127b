import type { Count, CounterStore } from '#lib/store/counters.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const COUNTER_SCHEMA: Schema = {
  name: 'counters',
  steps: [
    `create table counter_offsets (
       counter text not null, topic text not null, partition integer not null, next_offset integer not null,
       primary key (counter, topic, partition)) strict, without rowid;
     create table counter_minutes (
       counter text not null, minute integer not null, key text not null, count integer not null,
       primary key (counter, minute, key)) strict, without rowid`,
  ],
}

/**
 * Opens the counter store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteCounterStore(url: string): Opened<CounterStore> {
  const { db, write, read, close } = openTables(url, COUNTER_SCHEMA)
  const offsetQuery = db.query<{ next_offset: number }, [string, string, number]>(
    'select next_offset from counter_offsets where counter = ? and topic = ? and partition = ?',
  )
  const setOffset = db.query('insert or replace into counter_offsets values (?, ?, ?, ?)')
  const addCount = db.query(
    `insert into counter_minutes values (?, ?, ?, ?)
     on conflict (counter, minute, key) do update set count = count + excluded.count`,
  )
  const seriesQuery = db.query<Count, [string, number]>(
    `select minute, key, count from counter_minutes where counter = ? and minute >= ? order by minute, key`,
  )

  function offsetOf(counter: string, topic: string, partition: number): number {
    return offsetQuery.get(counter, topic, partition)?.next_offset ?? 0
  }

  return {
    async countedTo(counter, topic, partition) {
      return read(() => offsetOf(counter, topic, partition))
    },
    add: ({ counter, topic, partition, firstOffset, nextOffset, counts }) =>
      write(() => {
        if (firstOffset !== offsetOf(counter, topic, partition)) return false
        for (const { minute, key, count } of counts) addCount.run(counter, minute, key, count)
        setOffset.run(counter, topic, partition, nextOffset)
        return true
      }),
    async series(counter, sinceMs) {
      return read(() => seriesQuery.all(counter, sinceMs))
    },
    close,
  }
}
