import { type Log, openLog } from '#lib/sqlite/log.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'

/**
 * The state of the groups on the one stream of a file. `start` and `cursor` are offsets: where the count of the group begins,
 * and the first entry that it has not been given yet.
 */
const STREAM_SCHEMA: Schema = {
  name: 'stream',
  steps: [
    `create table stream_groups (
       id integer primary key, name text not null unique, start integer not null, cursor integer not null,
       published integer not null default 0, duplicate integer not null default 0, dead integer not null default 0) strict`,
    'create table stream_readers (id integer primary key, consumer text not null, owner text not null) strict',
    `create table stream_pending (
       group_id integer not null, offset integer not null, reader_id integer not null,
       delivered_at integer not null, deliveries integer not null, primary key (group_id, offset)) strict, without rowid`,
    `create table stream_claims (
       key text primary key, offset integer not null, expires_at integer not null) strict, without rowid`,
    'create index stream_claims_by_expiry on stream_claims (expires_at)',
  ],
}

/** The stream in a database file: a topic with one partition. */
export interface OpenStream {
  readonly log: Log
  readonly slot: number
}

/**
 * Opens the stream behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openStream(url: string): OpenStream {
  const log = openLog(url, STREAM_SCHEMA)
  const [slot] = log.slots('push:events', 1)
  if (slot === undefined)
    throw new RangeError(`Cannot open stream "${log.database.path}": it has no partition`)
  return { log, slot }
}
