import type { Asset, AssetStore } from '#lib/store/assets.ts'
import { bandsOf } from '#lib/store/likeness.ts'
import type { Opened } from '#lib/store/opened.ts'
import { ASSET_SCHEMA } from '#lib/store/sqlite/asset-schema.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { pictureReads } from '#lib/store/sqlite/picture-reads.ts'

const ASSET = `a.id, a.owner, a.width, a.height, a.bytes, a.created, coalesce(p.placeholder, '') as placeholder,
  coalesce(p.likeness, '') as likeness from assets a left join pictures p on p.id = a.id`

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
  const upsertPicture = db.query(
    `insert into pictures (id, width, height, bytes, placeholder, likeness, added, alike)
     values ($id, $width, $height, $bytes, $placeholder, $likeness, $created, 0)
     on conflict (id) do update set placeholder = excluded.placeholder, likeness = excluded.likeness,
       added = max(added, excluded.added)`,
  )
  const removeBands = db.query('delete from picture_bands where id = ?')
  const insertBand = db.query('insert into picture_bands (band, id) values (?, ?)')
  const isBack = db.query('delete from pictures_gone where id = ?')
  const findQuery = db.query<Asset, [string]>(`select ${ASSET} where a.id = ? limit 1`)
  const findOwnQuery = db.query<Asset, [string, string]>(`select ${ASSET} where a.id = ? and a.owner = ?`)
  const ownerQuery = db.query<Asset, [string, string, number]>(
    `select ${ASSET} where a.owner = ? and a.id > ? order by a.id limit ?`,
  )
  const sharedQuery = db.query<{ one: number }, [string, string]>(
    'select 1 as one from assets where id = ? and owner <> ? limit 1',
  )
  const remove = db.query('delete from assets where id = ? and owner = ?')
  const removePicture = db.query('delete from pictures where id = ?')
  const insertGone = db.query('insert or replace into pictures_gone (id, at) values (?, ?)')
  const goneQuery = db.query<{ at: number }, [string]>('select at from pictures_gone where id = ?')
  const forget = db.query(
    'delete from pictures_gone where id in (select id from pictures_gone where at < ? order by at limit ?)',
  )
  const mark = db.query('update pictures set alike = 1 where id = ?')

  return {
    ...pictureReads(db, read),
    add: (asset) =>
      write(() => {
        const { placeholder, likeness, owner, ...size } = asset
        if (insert.run({ ...size, owner }).changes === 0) return false
        upsertPicture.run({ ...size, placeholder, likeness })
        removeBands.run(asset.id)
        for (const band of bandsOf(likeness)) insertBand.run(band, asset.id)
        isBack.run(asset.id)
        return true
      }),
    async find(id, owner) {
      return read(() => (owner === undefined ? findQuery.get(id) : findOwnQuery.get(id, owner))) ?? undefined
    },
    async isShared(id, owner) {
      return read(() => sharedQuery.get(id, owner)) !== null
    },
    async ofOwner(owner, limit, cursor = '') {
      return read(() => ownerQuery.all(owner, cursor, limit))
    },
    remove: (id, owner, nowMs) =>
      write(() => {
        if (remove.run(id, owner).changes === 0) return 'none'
        if (findQuery.get(id) !== null) return 'shared'
        removePicture.run(id)
        removeBands.run(id)
        insertGone.run(id, nowMs)
        return 'last'
      }),
    async isGone(id) {
      return read(() => goneQuery.get(id)) !== null
    },
    forgetGone: (beforeMs, limit) => write(() => forget.run(beforeMs, limit).changes),
    async markAlike(ids) {
      await write(() => {
        for (const id of ids) mark.run(id)
      })
    },
    close,
  }
}
