import type { ForbiddenList, ForbiddenStore } from '#lib/store/forbidden.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface ForbiddenDocument {
  readonly _id: 'list'
  readonly version: number
  readonly entries: ForbiddenList['entries']
}

const FORBIDDEN_SCHEMA: CollectionSchema = {
  name: 'forbidden',
  required: { version: 'number', entries: 'array' },
  indexes: [],
}

/**
 * Opens the list of forbidden words in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoForbiddenStore(url: string): Promise<Opened<ForbiddenStore>> {
  const { collection, use, close } = await openCollections(url, [FORBIDDEN_SCHEMA])
  const lists = collection<ForbiddenDocument>(FORBIDDEN_SCHEMA.name)

  async function replace(entries: ForbiddenList['entries'], version: number): Promise<boolean> {
    const changed = { version: version + 1, entries }
    try {
      // Before the first change there is no document. When there is one by now, a second one is a duplicate.
      const { matchedCount, upsertedCount } = await lists.updateOne(
        { _id: 'list', version },
        { $set: changed },
        { upsert: version === 0 },
      )
      return matchedCount + upsertedCount > 0
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  return {
    read: () =>
      use(async () => {
        const { entries = [], version = 0 } = (await lists.findOne({ _id: 'list' })) ?? {}
        return { entries, version }
      }),
    replace: (entries, expectedVersion) => use(() => replace(entries, expectedVersion)),
    close,
  }
}
