import type { Asset, AssetStore } from '#lib/store/assets.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const ASSET_SCHEMA: Schema = {
  name: 'assets',
  steps: [
    `create table assets (
       id text not null, owner text not null, width integer not null, height integer not null, bytes integer not null,
       created real not null, primary key (id, owner)) strict, without rowid`,
    `create index assets_by_owner on assets (owner, id)`,
  ],
}

/**
 * Opens the asset store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteAssetStore(url: string): Opened<AssetStore> {
  const { db, write, read, close } = openTables(url, ASSET_SCHEMA)
  const insert = db.query(
    `insert or ignore into assets (id, owner, width, height, bytes, created)
     values ($id, $owner, $width, $height, $bytes, $created)`,
  )
  const findQuery = db.query<Asset, [string]>('select * from assets where id = ? limit 1')
  const ownerQuery = db.query<Asset, [string, string, number]>(
    'select * from assets where owner = ? and id > ? order by id limit ?',
  )
  const sharedQuery = db.query<{ one: number }, [string, string]>(
    'select 1 as one from assets where id = ? and owner <> ? limit 1',
  )
  const remove = db.query('delete from assets where id = ? and owner = ?')

  return {
    add: (asset) => write(() => insert.run({ ...asset }).changes > 0),
    async find(id) {
      return read(() => findQuery.get(id)) ?? undefined
    },
    async isShared(id, owner) {
      return read(() => sharedQuery.get(id, owner)) !== null
    },
    async ofOwner(owner, limit, cursor = '') {
      return read(() => ownerQuery.all(owner, cursor, limit))
    },
    remove: (id, owner) =>
      write(() => {
        if (remove.run(id, owner).changes === 0) return 'none'
        return findQuery.get(id) === null ? 'last' : 'shared'
      }),
    close,
  }
}
