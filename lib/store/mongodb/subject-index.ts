import type { Filter } from 'mongodb'
import type { PlaceOptions } from '#lib/store/place-subjects.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import { createCandidateSearch } from './find-candidates.ts'
import { openCollections } from './open-collections.ts'
import { createPlacer } from './place-documents.ts'
import { POSITION_SCHEMA } from './positions.ts'
import { CARD_FIELDS, subjectsOfCards } from './read-cards.ts'
import { geoJsonOf, indexFields, type SubjectDocument } from './subject-document.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'

/**
 * Opens the view of searches and offers that apps/matching uses, in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoSubjectIndex(
  url: string,
  placing: PlaceOptions = {},
): Promise<Opened<SubjectIndex>> {
  const schemas = [SUBJECT_SCHEMA, POSITION_SCHEMA]
  const collections = await openCollections(url, schemas, { order: 'causal' })
  const { collection, inOrder, use, close } = collections
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const place = createPlacer(collections, placing)
  const findCandidates = createCandidateSearch(collections, place)

  async function anchor(moved: readonly IndexedSubject[]): Promise<void> {
    const operations = moved.map((subject) => {
      const { id, version, anchor: seen, at } = subject
      const location = seen === undefined ? { $exists: false } : geoJsonOf(seen)
      const filter: Filter<SubjectDocument> = { _id: id, version, location }
      return { updateOne: { filter, update: { $set: indexFields(subject, at) } } }
    })
    await subjects.bulkWrite(operations, { ordered: false, ...inOrder() })
  }

  return {
    findAll: ({ ids = [], devices = [], activeOf = [] }) =>
      use(async () => {
        const either: Filter<SubjectDocument>[] = [
          ...(ids.length === 0 ? [] : [{ _id: { $in: [...ids] }, kind: { $exists: true } }]),
          ...(devices.length === 0 ? [] : [{ device: { $in: [...devices] } }]),
          ...(activeOf.length === 0 ? [] : [{ owner: { $in: [...activeOf] }, active: true }]),
        ]
        if (either.length === 0) return []
        const options = { projection: CARD_FIELDS, ...inOrder() }
        const found = await subjects.find({ $or: either }, options).toArray()
        return place(await subjectsOfCards(found, subjects, inOrder))
      }),
    offersOf: (owner, { cursor, limit }) =>
      use(async () => {
        const found = subjects
          .find({ owner, kind: 'offer', _id: { $lt: cursor } }, { projection: { _id: 1 }, ...inOrder() })
          .sort({ _id: -1 })
          .limit(limit)
        return (await found.toArray()).map(({ _id }) => _id)
      }),
    turning: ({ afterMs, untilMs, limit, cursor = '' }) =>
      use(async () => {
        const stretch = { $gt: afterMs, $lte: untilMs }
        const turns = { $or: [{ validFrom: stretch }, { validUntil: stretch }], _id: { $gt: cursor } }
        const found = subjects
          .find(turns, { projection: { _id: 1 } })
          .sort({ _id: 1 })
          .limit(limit)
        return (await found.toArray()).map(({ _id }) => _id)
      }),
    anchor: (moved) => use(async () => (moved.length === 0 ? undefined : anchor(moved))),
    candidates: (seekers, limit) => use(() => findCandidates(seekers, limit)),
    close,
  }
}
