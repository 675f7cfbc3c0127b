import { badField } from '#lib/http/problem.ts'
import type { AssetStore, Picture } from '#lib/store/assets.ts'
import { isAssetId } from './asset-names.ts'

/** Which pictures are asked for: those of an owner by id, or those of all, newest first. */
interface ListQuery {
  readonly owner: string | undefined
  readonly isAlike: boolean
  readonly cursor: string | undefined
  readonly limit: number
}

/** A page of pictures, and the cursor of the following one. */
export interface PicturePage {
  readonly page: readonly Picture[]
  readonly next: string | undefined
}

const CURSOR = /^(?<added>\d{1,15})-(?<id>[0-9a-f]{64})$/u

/**
 * Lists pictures.
 *
 * @throws {ProblemError} 400 for a cursor that is none of this list.
 */
export async function listPictures(
  pictures: Pick<AssetStore, 'ofOwner' | 'pictures' | 'newest'>,
  { owner, isAlike, cursor, limit }: ListQuery,
): Promise<PicturePage> {
  if (owner === undefined) {
    const after = cursor === undefined ? undefined : readCursor(cursor)
    // One more than is shown, so that the last page is known to be the last.
    const found = await pictures.newest({ limit: limit + 1, after, isAlike })
    return pageOf(found, limit, ({ added, id }) => `${Math.floor(added)}-${id}`)
  }
  if (cursor !== undefined && !isAssetId(cursor)) throw badCursor()
  const own = await pictures.ofOwner(owner, limit + 1, cursor)
  const found = new Map((await pictures.pictures(own.map(({ id }) => id))).map((each) => [each.id, each]))
  const ordered = own.map(
    (asset) => found.get(asset.id) ?? { ...asset, owners: [owner], added: asset.created },
  )
  return pageOf(ordered, limit, ({ id }) => id)
}

function pageOf(found: readonly Picture[], limit: number, cursorOf: (last: Picture) => string): PicturePage {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { page, next: found.length > limit && last !== undefined ? cursorOf(last) : undefined }
}

function readCursor(cursor: string): { readonly added: number; readonly id: string } {
  const groups = CURSOR.exec(cursor)?.groups
  if (groups === undefined) throw badCursor()
  return { added: Number(groups['added']), id: groups['id'] ?? '' }
}

function badCursor() {
  return badField('cursor', 'must be the "next" of a page of the same list')
}
