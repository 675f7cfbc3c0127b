import type { Schema } from '#lib/sqlite/open-database.ts'
import { outboxOwners, outboxTable } from '#lib/store/sqlite/outbox.ts'

/** Name of the outbox that belongs to the channels. */
export const CHANNEL_OUTBOX = 'channel_unsent'

/** Tables of channels. `people`, `said`, `read_to` and `closed` are JSON. */
export const CHANNEL_SCHEMA: Schema = {
  name: 'channels',
  steps: [
    `create table channels (
       id text primary key, match text not null, search text not null, offer text not null, people text not null,
       opened_at real not null, moved_at real not null, closed text, said text not null, read_to text not null,
       check_at real, unique (search, offer)) strict, without rowid;
     create index channels_due on channels (check_at) where check_at is not null;
     create table channel_members (
       person text not null, channel text not null, moved_at real not null, primary key (person, channel))
       strict, without rowid;
     create index channel_members_by_move on channel_members (person, moved_at, channel);
     create table channel_messages (
       channel text not null, seq integer not null, id text not null, sender text not null, at real not null,
       text text not null, image text, version integer not null, edited_at real, deleted_at real,
       primary key (channel, seq), unique (channel, id)) strict, without rowid;
     create table channel_numbers (person text primary key, last integer not null) strict, without rowid;
     create table channel_changes (
       person text not null, channel text not null, seq integer not null, change integer not null,
       primary key (person, channel, seq)) strict, without rowid;
     create unique index channel_changes_in_order on channel_changes (person, change);
     ${outboxTable(CHANNEL_OUTBOX)};
     ${outboxOwners(CHANNEL_OUTBOX)}`,
  ],
}
