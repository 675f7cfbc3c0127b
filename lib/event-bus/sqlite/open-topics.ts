import { type Log, openLog } from '#lib/sqlite/log.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { topicNamed } from '#lib/event-bus/topics.ts'

/**
 * The state of groups: the position of each, its members, and which member may handle which slot. `turn` counts the seeks of
 * a slot, so that a batch from before a seek does not commit over it.
 */
const BUS_SCHEMA: Schema = {
  name: 'bus',
  steps: [
    `create table bus_places (
       group_name text not null, slot integer not null, offset integer not null, turn integer not null,
       primary key (group_name, slot)) strict, without rowid`,
    `create table bus_members (
       group_name text not null, owner text not null, topics text not null, renewed_at integer not null,
       primary key (group_name, owner)) strict, without rowid`,
    `create table bus_leases (
       group_name text not null, slot integer not null, owner text not null,
       primary key (group_name, slot)) strict, without rowid`,
  ],
}

// A stream may share the file; the bus must not expire its records.
const PREFIX = 'bus:'

/** One partition of a topic of the bus. */
export interface Partition {
  readonly slot: number
  readonly topic: string
  readonly partition: number
}

/**
 * Opens the log of the bus behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openBusLog(url: string): Log {
  return openLog(url, BUS_SCHEMA)
}

/** The partitions of a topic; a missing topic is created. */
export function partitionsOf(log: Log, topic: string): Partition[] {
  const slots = log.slots(PREFIX + topic, topicNamed(topic).partitions)
  return slots.map((slot, partition) => ({ slot, topic, partition }))
}

/** The partitions of all topics that exist in the log. */
export function allPartitions({ database }: Log): Partition[] {
  const found = database.db
    .query<Partition, [string]>('select slot, topic, partition from log_slots where topic like ?')
    .all(`${PREFIX}%`)
  return found.map(({ slot, topic, partition }) => ({ slot, topic: topic.slice(PREFIX.length), partition }))
}
