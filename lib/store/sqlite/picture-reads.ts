import type { Database } from 'bun:sqlite'
import { OWNERS_SHOWN, type AssetStore, type Picture } from '#lib/store/assets.ts'
import { bandsNear } from '#lib/store/likeness.ts'
import { COMPARED_MAX, mostAlike } from '#lib/store/most-alike.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'

type PictureRow = Omit<Picture, 'owners'> & { readonly owners: string }

const PICTURE = `p.id, p.width, p.height, p.bytes, p.placeholder, p.likeness, p.added,
  (select json_group_array(owner) from (select owner from assets where id = p.id order by owner limit ${OWNERS_SHOWN}))
    as owners`

/** The reads of pictures with their owners. */
export function pictureReads(
  db: Database,
  read: Tables['read'],
): Pick<AssetStore, 'pictures' | 'newest' | 'alike'> {
  const byIds = db.query<PictureRow, [string]>(
    `select ${PICTURE} from pictures p where p.id in (select value from json_each(?))`,
  )
  const newestQuery = db.query<PictureRow, [number, string, number]>(
    `select ${PICTURE} from pictures p where (p.added, p.id) < (?, ?) order by p.added desc, p.id desc limit ?`,
  )
  const alikeQuery = db.query<PictureRow, [number, string, number]>(
    `select ${PICTURE} from pictures p where p.alike = 1 and (p.added, p.id) < (?, ?)
     order by p.added desc, p.id desc limit ?`,
  )
  const nearQuery = db.query<{ id: string; likeness: string }, [string, number]>(
    `select distinct p.id, p.likeness from picture_bands b join pictures p on p.id = b.id
     where b.band in (select value from json_each(?)) limit ?`,
  )
  const ofIds = (ids: readonly string[]) => read(() => byIds.all(JSON.stringify(ids))).map(fromRow)

  return {
    pictures: async (ids) => ofIds(ids),
    async newest({ limit, after = { added: Number.MAX_VALUE, id: '' }, isAlike = false }) {
      const query = isAlike ? alikeQuery : newestQuery
      return read(() => query.all(after.added, after.id, limit)).map(fromRow)
    },
    async alike(picture, limit) {
      const near = bandsNear(picture.likeness)
      const found = read(() => nearQuery.all(JSON.stringify(near), COMPARED_MAX))
      const ids = mostAlike(picture, found, limit).map(({ id }) => id)
      return mostAlike(picture, ofIds(ids), limit)
    },
  }
}

function fromRow({ owners, ...picture }: PictureRow): Picture {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the database made it of the texts of a column
  return { ...picture, owners: JSON.parse(owners) as string[] }
}
