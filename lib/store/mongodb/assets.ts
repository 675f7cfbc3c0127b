import type { Asset, AssetStore } from '#lib/store/assets.ts'
import { bandsOf } from '#lib/store/likeness.ts'
import type { Opened } from '#lib/store/opened.ts'
import { ASSET_SCHEMA, GONE_SCHEMA, type AssetDocument, type GoneDocument } from './asset-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { pictureReads } from './picture-reads.ts'

/**
 * Opens the asset store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoAssetStore(url: string): Promise<Opened<AssetStore>> {
  const { collection, use, close } = await openCollections(url, [ASSET_SCHEMA, GONE_SCHEMA])
  const assets = collection<AssetDocument>(ASSET_SCHEMA.name)
  const gone = collection<GoneDocument>(GONE_SCHEMA.name)

  async function add({ id, placeholder, likeness, ...reference }: Asset): Promise<boolean> {
    const { owner, created } = reference
    for (;;) {
      try {
        await assets.updateOne(
          { _id: id, 'references.owner': { $ne: owner } },
          {
            $push: { references: reference },
            $set: { placeholder, likeness, bands: bandsOf(likeness) },
            $max: { added: created },
            $setOnInsert: { isAlike: false },
          },
          { upsert: true },
        )
        await gone.deleteOne({ _id: id })
        return true
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        // Either this owner has it already, or another owner inserted the document concurrently: retry.
        if ((await assets.findOne({ _id: id, 'references.owner': owner })) !== null) return false
      }
    }
  }

  return {
    ...pictureReads(assets, use),
    add: (asset) => use(() => add(asset)),
    find: (id, owner) =>
      use(async () => {
        const found = await assets.findOne({ _id: id })
        return found === null ? undefined : referencesIn(found, owner)[0]
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
        return found.flatMap((each) => referencesIn(each, owner))
      }),
    remove: (id, owner, nowMs) =>
      use(async () => {
        const before = await assets.findOneAndUpdate(
          { _id: id, 'references.owner': owner },
          { $pull: { references: { owner } } },
        )
        if (before === null) return 'none'
        if (before.references.length > 1) return 'shared'
        await gone.updateOne({ _id: id }, { $set: { at: nowMs } }, { upsert: true })
        await assets.deleteOne({ _id: id, references: { $size: 0 } })
        return 'last'
      }),
    isGone: (id) =>
      use(async () => {
        if ((await gone.findOne({ _id: id })) === null) return false
        // A concurrent upload removes the mark after it has added its reference.
        return (await assets.findOne({ _id: id, 'references.owner': { $exists: true } })) === null
      }),
    forgetGone: (beforeMs, limit) =>
      use(async () => {
        const old = await gone
          .find({ at: { $lt: beforeMs } })
          .sort({ at: 1 })
          .limit(limit)
          .toArray()
        const ids = old.map(({ _id }) => _id)
        return (await gone.deleteMany({ _id: { $in: ids }, at: { $lt: beforeMs } })).deletedCount
      }),
    markAlike: (ids) =>
      use(async () => {
        await assets.updateMany({ _id: { $in: [...ids] } }, { $set: { isAlike: true } })
      }),
    close,
  }
}

/** The references in a document: those of an owner, or all. */
function referencesIn(document: AssetDocument, owner: string | undefined): Asset[] {
  const { _id: id, references, placeholder = '', likeness = '' } = document
  return references
    .filter((reference) => owner === undefined || reference.owner === owner)
    .map((reference) => ({ id, ...reference, placeholder, likeness }))
}
