import { Database } from 'bun:sqlite'
import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StartError } from '#lib/errors/start-error.ts'
import { damagedHint, toStartError, toUnavailable } from '#lib/sqlite/database-error.ts'
import { LOCK_WAIT_MS, transact } from '#lib/sqlite/transact.ts'

/** The tables of one owner in a database file, created by numbered steps. Each step runs once. */
export interface Schema {
  /** Name of the owner; several owners can share a file. */
  readonly name: string
  /** SQL of each step, in order. Only append to this list. */
  readonly steps: readonly string[]
}

/** A database file that is opened once per process and shared by all users. */
export interface SharedDatabase {
  readonly db: Database
  readonly path: string
  /** Closes the file when its last user closes it. */
  readonly close: () => void
}

// The check reads the whole file. For larger files it would delay the start too long.
const CHECKED_BYTES_MAX = 64 * 1_048_576

const opened = new Map<string, { db: Database; users: number }>()

/**
 * Opens the file of `sqlite:<path>`, creates it and its folder if missing, and migrates a schema. A commit returns after its fsync
 * (`synchronous=full`).
 *
 * @throws {StartError} with the file and a hint: no access, disk full, damaged, written by a newer version.
 */
export function openDatabase(url: string, schema: Schema): SharedDatabase {
  const path = resolve(url.replace(/^sqlite:(\/\/)?/u, ''))
  try {
    const shared = opened.get(path) ?? { db: openFile(path), users: 0 }
    opened.set(path, shared)
    shared.users += 1
    migrate(shared.db, schema, path)
    return { db: shared.db, path, close: once(() => release(path)) }
  } catch (error) {
    release(path)
    throw toStartError(error, path)
  }
}

/**
 * Runs work on a database in one transaction. It blocks the whole process.
 *
 * @throws {UnavailableError} when the file cannot be written now: disk full, locked for too long, damaged.
 */
export function writeNow<Result>(database: SharedDatabase, work: () => Result): Result {
  try {
    return transact(database.db, work)
  } catch (error) {
    throw toUnavailable(error, database.path)
  }
}

/**
 * Runs reads on a database.
 *
 * @throws {UnavailableError} when the file cannot be read now.
 */
export function readNow<Result>(database: SharedDatabase, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw toUnavailable(error, database.path)
  }
}

function openFile(path: string): Database {
  mkdirSync(dirname(path), { recursive: true })
  const isSmall = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= CHECKED_BYTES_MAX
  const db = new Database(path, { create: true, strict: true })
  try {
    db.run(`pragma busy_timeout = ${LOCK_WAIT_MS}`)
    db.run('pragma journal_mode = wal')
    db.run('pragma synchronous = full')
    if (isSmall) check(db, path)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function check(db: Database, path: string): void {
  const verdict = db.query<{ quick_check: string }, []>('pragma quick_check(1)').get()?.quick_check
  if (verdict === 'ok') return
  throw new StartError(`Cannot open database "${path}": it is damaged: ${verdict}`, damagedHint(path))
}

function migrate(db: Database, { name, steps }: Schema, path: string): void {
  // Without this check, a start would wait for the write lock of busy writers even if no step is missing.
  if (stepsDone(db, name) === steps.length) return
  transact(db, () => {
    db.run('create table if not exists schema_steps (name text primary key, steps integer not null) strict')
    const done = stepsDone(db, name)
    if (done > steps.length) {
      throw new StartError(
        `Cannot open database "${path}": "${name}" was written by a newer version`,
        'Run that version, or delete the data with --fresh.',
      )
    }
    for (const step of steps.slice(done)) db.run(step)
    db.run('insert or replace into schema_steps values (?, ?)', [name, steps.length])
  })
}

function stepsDone(db: Database, name: string): number {
  const table = db.query("select 1 from sqlite_master where name = 'schema_steps'").get()
  if (table === null) return 0
  const row = db.query<{ steps: number }, [string]>('select steps from schema_steps where name = ?').get(name)
  return row?.steps ?? 0
}

function release(path: string): void {
  const shared = opened.get(path)
  if (shared === undefined) return
  shared.users -= 1
  if (shared.users > 0) return
  opened.delete(path)
  shared.db.close()
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}
