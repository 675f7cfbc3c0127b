import type { Asset, AssetStore } from '#lib/store/assets.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

/** All references to one picture. They are in one document, so that the last deletion can be detected atomically. */
interface AssetDocument {
  readonly _id: string
  readonly references: readonly Omit<Asset, 'id'>[]
}

const ASSET_SCHEMA: CollectionSchema = {
  name: 'assets',
  required: { references: 'array' },
  indexes: [{ name: 'by_owner', key: { 'references.owner': 1, _id: 1 } }],
}

/**
 * Opens the asset store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoAssetStore(url: string): Promise<Opened<AssetStore>> {
  const { collection, use, close } = await openCollections(url, [ASSET_SCHEMA])
  const assets = collection<AssetDocument>(ASSET_SCHEMA.name)

  async function add({ id, ...reference }: Asset): Promise<boolean> {
    const { owner } = reference
    for (;;) {
      try {
        await assets.updateOne(
          { _id: id, 'references.owner': { $ne: owner } },
          { $push: { references: reference } },
          { upsert: true },
        )
        return true
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        // Either this owner has it already, or another owner inserted the document concurrently: retry.
        if ((await assets.findOne({ _id: id, 'references.owner': owner })) !== null) return false
      }
    }
  }

  return {
    add: (asset) => use(() => add(asset)),
    find: (id) =>
      use(async () => {
        const [reference] = (await assets.findOne({ _id: id }))?.references ?? []
        return reference && { id, ...reference }
      }),
    isShared: (id, owner) =>
      use(async () => {
        const { references = [] } = (await assets.findOne({ _id: id })) ?? {}
        return references.some((reference) => reference.owner !== owner)
      }),
    ofOwner: (owner, limit, cursor = '') =>
      use(async () => {
        const found = await assets
          .find({ 'references.owner': owner, _id: { $gt: cursor } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray()
        return found.flatMap(({ _id, references }) =>
          references
            .filter((reference) => reference.owner === owner)
            .map((reference) => ({ id: _id, ...reference })),
        )
      }),
    remove: (id, owner) =>
      use(async () => {
        const before = await assets.findOneAndUpdate(
          { _id: id, 'references.owner': owner },
          { $pull: { references: { owner } } },
        )
        if (before === null) return 'none'
        if (before.references.length > 1) return 'shared'
        await assets.deleteOne({ _id: id, references: { $size: 0 } })
        return 'last'
      }),
    close,
  }
}
