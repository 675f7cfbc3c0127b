import type { Database } from 'bun:sqlite'
import { type Changes, createChanges } from '#lib/sqlite/changes.ts'
import { createGroupCommit, type GroupCommit } from '#lib/sqlite/group-commit.ts'
import { createLogTables, type LogRecord, type LogTables } from '#lib/sqlite/log-tables.ts'
import { LOG_SCHEMA } from '#lib/sqlite/log-schema.ts'
import { openDatabase, type Schema, type SharedDatabase } from '#lib/sqlite/open-database.ts'

/** An append-only log in a database file: topics with partitions. All processes of a machine can share it. */
export interface Log extends GroupCommit, Changes, Omit<LogTables, 'append' | 'check' | 'trim'> {
  readonly database: SharedDatabase
  /** Appends records and notifies listeners; resolves when the records are on disk. */
  readonly append: (records: readonly LogRecord[]) => Promise<void>
  /** Resolves when an append could succeed now. */
  readonly check: () => Promise<void>
  /** Removes up to `max` of the oldest records of a slot that were appended at or before a time; returns their number. */
  readonly trim: (slot: number, appendedAt: number, max: number) => Promise<number>
  /** Finishes pending writes, then closes. */
  readonly close: () => Promise<void>
}

type Hub = GroupCommit & Changes & { readonly tables: LogTables }

// All users of a file in this process share one group commit, and notify each other without polling.
const hubs = new WeakMap<Database, Hub>()

/**
 * Opens the log in the file of `sqlite:<path>`, and creates further tables of the caller.
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
