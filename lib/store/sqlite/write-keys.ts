import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import type { WriteKey, WriteKeyStore } from '#lib/store/write-keys.ts'

const WRITE_KEY_SCHEMA: Schema = {
  name: 'write_keys',
  steps: [
    `create table write_keys (
       key text primary key, id text not null, name text not null, origins text not null, ratePerSecond real not null,
       burst real not null, created real not null, revokedAt real, sequence integer not null) strict, without rowid;
     create unique index write_keys_by_sequence on write_keys (sequence)`,
  ],
}

type WriteKeyRow = Omit<WriteKey, 'origins' | 'revokedAt'> & {
  readonly origins: string
  readonly revokedAt: number | null
}

const NEXT_SEQUENCE = '1 + coalesce((select max(sequence) from write_keys), 0)'

/**
 * Opens the write key store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteWriteKeyStore(url: string): Opened<WriteKeyStore> {
  const { db, write, read, close } = openTables(url, WRITE_KEY_SCHEMA)
  const insert = db.query<WriteKeyRow, Record<string, string | number>>(
    `insert into write_keys (key, id, name, origins, ratePerSecond, burst, created, sequence)
     values ($key, $id, $name, $origins, $ratePerSecond, $burst, $created, ${NEXT_SEQUENCE}) returning *`,
  )
  const findQuery = db.query<WriteKeyRow, [string]>('select * from write_keys where key = ?')
  const revoke = db.query(
    `update write_keys set revokedAt = ?, sequence = ${NEXT_SEQUENCE} where key = ? and revokedAt is null`,
  )
  const listQuery = db.query<WriteKeyRow, [number, number]>(
    'select * from write_keys where sequence > ? order by sequence limit ?',
  )
  return {
    add: (key) =>
      write(() => {
        const row = insert.get({ ...key, origins: JSON.stringify(key.origins) })
        if (row === null) throw new Error(`Cannot add write key "${key.id}": nothing was written`)
        return writeKeyOf(row)
      }),
    revoke: (key, nowMs) =>
      write(() => {
        revoke.run(nowMs, key)
        return findQuery.get(key) !== null
      }),
    async list(afterSequence, limit) {
      return read(() => listQuery.all(afterSequence, limit).map(writeKeyOf))
    },
    close,
  }
}

function writeKeyOf({ origins, revokedAt, ...rest }: WriteKeyRow): WriteKey {
  return { ...rest, origins: JSON.parse(origins), ...(revokedAt !== null && { revokedAt }) }
}
