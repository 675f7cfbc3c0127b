import type { Opened } from '#lib/store/opened.ts'
import { DEFAULT_PREFERENCES, type Preferences, type PreferenceStore } from '#lib/store/preferences.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'

interface PreferenceDocument {
  /** The person. */
  readonly _id: string
  readonly version: number
  readonly preferences: Preferences
}

const PREFERENCE_SCHEMA: CollectionSchema = {
  name: 'preferences',
  required: { version: 'number', preferences: 'object' },
  indexes: [],
}

/**
 * Opens the preferences of people in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoPreferenceStore(url: string): Promise<Opened<PreferenceStore>> {
  const { collection, use, close } = await openCollections(url, [PREFERENCE_SCHEMA])
  const people = collection<PreferenceDocument>(PREFERENCE_SCHEMA.name)

  async function replace(person: string, preferences: Preferences, version: number): Promise<boolean> {
    try {
      // A person who set none has no document. If there is one by now, a second one is a duplicate.
      const { matchedCount, upsertedCount } = await people.updateOne(
        { _id: person, version },
        { $set: { preferences, version: version + 1 } },
        { upsert: version === 0 },
      )
      return matchedCount + upsertedCount > 0
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  return {
    find: (person) =>
      use(async () => {
        const { preferences = DEFAULT_PREFERENCES, version = 0 } =
          (await people.findOne({ _id: person })) ?? {}
        return { preferences, version }
      }),
    findAll: (ids) =>
      use(async () => {
        const found = await people.find({ _id: { $in: [...ids] } }, IN_ONE_ANSWER).toArray()
        return new Map(found.map(({ _id, preferences }) => [_id, preferences]))
      }),
    replace: (person, preferences, expectedVersion) =>
      use(() => replace(person, preferences, expectedVersion)),
    removeOf: (person) =>
      use(async () => {
        await people.deleteOne({ _id: person })
      }),
    close,
  }
}
