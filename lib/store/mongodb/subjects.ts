import type { Document } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { findSubject } from './find-subject.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { documentOfSubject, type SubjectDocument } from './subject-document.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'
import { searchSubjects } from './subject-search.ts'
import { keepUnsent } from './unsent.ts'

/**
 * Opens searches and offers in the database behind `mongodb://…`, for their owner.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoSubjectStore(url: string): Promise<Opened<SubjectStore>> {
  const { collection, use, close } = await openCollections(url, [SUBJECT_SCHEMA])
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)

  async function create(subject: Subject, unsent: readonly OutgoingEvent[]): Promise<boolean> {
    try {
      await keepUnsent(unsent, (stages) =>
        // Inserts, or takes the place of one that was removed; a living one makes it a duplicate.
        subjects.updateOne(
          { _id: subject.id, kind: { $exists: false } },
          [replaceBy({ $literal: documentOfSubject(subject) }), ...stages],
          { upsert: true },
        ),
      )
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  async function remove(id: string, version: number, stages: readonly Document[]): Promise<boolean> {
    const expected = { _id: id, version }
    if (stages.length > 0) {
      return (await subjects.updateOne(expected, [replaceBy({}), ...stages])).matchedCount > 0
    }
    // Without events nothing has to stay, unless some of before are untold; these may be told meanwhile: then once more.
    while ((await subjects.findOne(expected, { projection: { _id: 1 } })) !== null) {
      const { deletedCount } = await subjects.deleteOne({ ...expected, unsent: { $exists: false } })
      if (deletedCount > 0) return true
      const untold = { ...expected, unsent: { $exists: true } }
      if ((await subjects.updateOne(untold, [replaceBy({})])).matchedCount > 0) return true
    }
    return false
  }

  return {
    create: (subject, unsent) => use(() => create(subject, unsent)),
    find: (id) => use(() => findSubject(subjects, id)),
    update: (subject, expectedVersion, unsent) =>
      use(async () => {
        const { matchedCount } = await keepUnsent(unsent, (stages) =>
          subjects.updateOne({ _id: subject.id, version: expectedVersion }, [
            replaceBy(withStoredPlace(subject)),
            ...stages,
          ]),
        )
        return matchedCount > 0
      }),
    remove: (id, expectedVersion, unsent) =>
      use(() => keepUnsent(unsent, (stages) => remove(id, expectedVersion, stages))),
    list: (query) =>
      use(async () => {
        // One more than asked for shows whether others follow.
        const found = await searchSubjects(subjects, { ...query, limit: query.limit + 1 })
        const items = found.slice(0, query.limit)
        return found.length > items.length ? { items, next: items.at(-1)?.id } : { items }
      }),
    countActive: (owner) => use(() => subjects.countDocuments({ owner, active: true })),
    ...createOutbox<OutgoingEvent>({ collection: collection(SUBJECT_SCHEMA.name), use, liveField: 'kind' }),
    close,
  }
}

/** The stage that replaces a document, but for its id and its untold events. */
function replaceBy(document: Document): Document {
  return { $replaceWith: { $mergeObjects: [document, { _id: '$_id', unsent: '$unsent' }] } }
}

// A place that was shown is exact: once its owner hides it, it must not stay; matching sets it anew, on the privacy grid.
function withStoredPlace(subject: Subject): Document {
  const { location, positionTime, ...rest } = documentOfSubject(subject)
  const isFollowing = subject.device !== undefined && { $eq: ['$device', { $literal: subject.device }] }
  const isHidden = subject.showLocation ? false : '$showLocation'
  const isKept = { $and: [isFollowing, { $not: [isHidden] }] }
  const stored = { location: '$location', positionTime: '$positionTime' }
  return {
    $mergeObjects: [
      { $literal: rest },
      { $cond: [isKept, stored, { $literal: { location, positionTime } }] },
    ],
  }
}
