import type { Opened } from '#lib/store/opened.ts'
import type { SubjectIndex } from '#lib/store/subjects.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import { openCollections } from './open-collections.ts'
import { findSubject } from './find-subject.ts'
import { counterpartRoles } from '#lib/store/subject-role.ts'
import { geoJsonOf, type SubjectDocument, subjectOfDocument } from './subject-document.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'
import { searchSubjects } from './subject-search.ts'

/**
 * Opens the view of searches and offers that apps/matching uses, in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoSubjectIndex(url: string): Promise<Opened<SubjectIndex>> {
  const { collection, use, close } = await openCollections(url, [SUBJECT_SCHEMA])
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)

  return {
    find: (id) => use(() => findSubject(subjects, id)),
    findAll: (ids) =>
      use(async () => {
        const some = { _id: { $in: [...ids] }, kind: { $exists: true } }
        return (await subjects.find(some, { projection: { unsent: 0 } }).toArray()).map(subjectOfDocument)
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
    followers: (device) =>
      use(async () => {
        const found = await subjects.find({ device }, { projection: { unsent: 0 } }).toArray()
        return found.map(subjectOfDocument)
      }),
    move: (id, device, at, timeMs) =>
      use(async () => {
        const { matchedCount } = await subjects.updateOne(
          // An absent time is older than any.
          { _id: id, device, positionTime: { $not: { $gte: timeMs } } },
          { $set: { location: geoJsonOf(at), positionTime: timeMs } },
        )
        return matchedCount > 0
      }),
    candidates: (subject, { limit, cursor }) =>
      use(async () => {
        if (subject.at === undefined) return []
        return searchSubjects(subjects, {
          near: { centre: subject.at, radiusMeters: subject.radiusMeters },
          keywords: matchingKeys(subject),
          notOwner: subject.owner,
          roles: counterpartRoles(subject),
          active: true,
          cursor,
          limit,
        })
      }),
    close,
  }
}
