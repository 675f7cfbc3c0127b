import type { Database } from 'bun:sqlite'
import { type Changes, createChanges } from '#lib/sqlite/changes.ts'
import { createGroupCommit, type GroupCommit } from '#lib/sqlite/group-commit.ts'
import { createLogTables, type LogRecord, type LogTables } from '#lib/sqlite/log-tables.ts'
import { LOG_SCHEMA } from '#lib/sqlite/log-schema.ts'
import { openDatabase, type Schema, type SharedDatabase } from '#lib/sqlite/open-database.ts'

/** An append-only log in a database file: topics with partitions, shared by all processes of a machine. */
export interface Log extends GroupCommit, Changes, Omit<LogTables, 'append' | 'check' | 'trim'> {
  readonly database: SharedDatabase
  /** Resolves when the records are on disk, and wakes those who wait for them. */
  readonly append: (records: readonly LogRecord[]) => Promise<void>
  /** Resolves when an append would be taken now. */
  readonly check: () => Promise<void>
  /** Removes up to `max` records appended at or before a time from the front of a slot; gives how many. */
  readonly trim: (slot: number, appendedAt: number, max: number) => Promise<number>
  /** Writes what was handed in, then closes. */
  readonly close: () => Promise<void>
}

type Hub = GroupCommit & Changes & { readonly tables: LogTables }

// All users of a file in this process share one group commit, and wake each other without a poll.
const hubs = new WeakMap<Database, Hub>()

/**
 * Opens the log in the file behind `sqlite:<path>`, with the further tables of its user.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openLog(url: string, schema: Schema): Log {
  const database = openDatabase(url, LOG_SCHEMA)
  const further = openOrClose(url, schema, database)
  const hub = hubOf(database)
  const { tables, write, settled, listen, tell } = hub

  async function append(records: readonly LogRecord[]): Promise<void> {
    await write(() => tables.append(records))
    tell()
  }

  async function trim(slot: number, appendedAt: number, max: number): Promise<number> {
    return tables.hasExpired(slot, appendedAt) ? write(() => tables.trim(slot, appendedAt, max)) : 0
  }

  async function close(): Promise<void> {
    await settled()
    further.close()
    database.close()
  }

  return {
    ...tables,
    database,
    write,
    settled,
    listen,
    tell,
    append,
    trim,
    check: () => write(tables.check),
    close,
  }
}

function openOrClose(url: string, schema: Schema, database: SharedDatabase): SharedDatabase {
  try {
    return openDatabase(url, schema)
  } catch (error) {
    database.close()
    throw error
  }
}

function hubOf(database: SharedDatabase): Hub {
  const known = hubs.get(database.db)
  if (known !== undefined) return known
  const hub = {
    ...createGroupCommit(database),
    ...createChanges(database),
    tables: createLogTables(database),
  }
  hubs.set(database.db, hub)
  return hub
}
