import type { Db } from 'mongodb'
import { StartError } from '#lib/errors/start-error.ts'
import type { Migration } from './migration.ts'
import { migration0001 } from './migrations/0001-baseline.ts'
import { migration0002 } from './migrations/0002-match-owners.ts'
import { migration0003 } from './migrations/0003-delivery-channels.ts'
import { migration0004 } from './migrations/0004-run-fences.ts'
import { migration0005 } from './migrations/0005-delivery-contents.ts'
import { migration0006 } from './migrations/0006-picture-looks.ts'

interface MigrationDocument {
  readonly _id: number
  readonly name: string
}

/** In order; only ever appended to. */
const MIGRATIONS: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
]

/**
 * Runs the migrations that a database has not seen.
 *
 * @throws {StartError} when a newer version of the platform wrote it.
 */
export async function migrate(db: Db, name: string, migrations = MIGRATIONS): Promise<void> {
  const collection = db.collection<MigrationDocument>('migrations')
  const [done = 0] = await collection
    .find()
    .sort({ _id: -1 })
    .limit(1)
    .map(({ _id }) => _id)
    .toArray()
  if (done > (migrations.at(-1)?.number ?? 0)) {
    throw new StartError(
      `Cannot use MongoDB at ${name}: its database was written by a newer version`,
      'Run that version, or name another database in STORE_URL.',
    )
  }
  for (const { number, name: title, run } of migrations.filter((each) => each.number > done)) {
    await run(db)
    // Marked last: a crash before this line runs it again.
    await collection.updateOne({ _id: number }, { $set: { name: title } }, { upsert: true })
  }
}
