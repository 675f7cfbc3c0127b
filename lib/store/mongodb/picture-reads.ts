import type { Collection } from 'mongodb'
import { OWNERS_SHOWN, type AssetStore, type Picture } from '#lib/store/assets.ts'
import { bandsNear } from '#lib/store/likeness.ts'
import { COMPARED_MAX, mostAlike } from '#lib/store/most-alike.ts'
import type { AssetDocument } from './asset-schema.ts'
import type { Collections } from './open-collections.ts'

/** The reads of pictures with their owners. */
export function pictureReads(
  assets: Collection<AssetDocument>,
  use: Collections['use'],
): Pick<AssetStore, 'pictures' | 'newest' | 'alike'> {
  const ofIds = async (ids: readonly string[]) => {
    const found = await assets.find({ _id: { $in: [...ids] } }).toArray()
    return found.flatMap(pictureOf)
  }

  return {
    pictures: (ids) => use(() => ofIds(ids)),
    newest: ({ limit, after, isAlike = false }) =>
      use(async () => {
        const found = await assets
          .find({
            ...(isAlike && { isAlike }),
            ...(after !== undefined && {
              $or: [{ added: { $lt: after.added } }, { added: after.added, _id: { $lt: after.id } }],
            }),
          })
          .sort({ added: -1, _id: -1 })
          .limit(limit)
          .toArray()
        return found.flatMap(pictureOf)
      }),
    alike: (picture, limit) =>
      use(async () => {
        const near = await assets
          .find({ bands: { $in: bandsNear(picture.likeness) } })
          .project<{ _id: string; likeness?: string }>({ likeness: 1 })
          .limit(COMPARED_MAX)
          .toArray()
        const candidates = near.map(({ _id, likeness = '' }) => ({ id: _id, likeness }))
        const ids = mostAlike(picture, candidates, limit).map(({ id }) => id)
        return mostAlike(picture, await ofIds(ids), limit)
      }),
  }
}

/** A picture; none when the last reference is being removed. */
function pictureOf({
  _id: id,
  references,
  placeholder = '',
  likeness = '',
  ...more
}: AssetDocument): Picture[] {
  const [first] = references
  if (first === undefined) return []
  const { width, height, bytes } = first
  const owners = references
    .map(({ owner }) => owner)
    .toSorted()
    .slice(0, OWNERS_SHOWN)
  return [{ id, width, height, bytes, placeholder, likeness, owners, added: more.added ?? first.created }]
}
