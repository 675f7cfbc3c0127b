import type { Schema } from '#lib/sqlite/open-database.ts'

/**
 * Tables of the append-only log. A slot is one partition of one topic. Its offsets have no gaps, except after trimming. `latest` is
 * the greatest time so far in the slot. It never decreases, so a binary search finds a time. An index on times would slow down
 * every append.
 */
export const LOG_SCHEMA: Schema = {
  name: 'log',
  steps: [
    `create table log_slots (
       slot integer primary key, topic text not null, partition integer not null,
       next_offset integer not null, latest integer not null, unique (topic, partition)) strict`,
    `create table log_records (
       slot integer not null, offset integer not null, key text, value text not null,
       time integer not null, latest integer not null, appended_at integer not null,
       primary key (slot, offset)) strict, without rowid`,
    'create table log_checks (filler blob not null) strict',
  ],
}
