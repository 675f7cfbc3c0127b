import type { ClientSession, Document } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { ActiveLimit, SubjectStore } from '#lib/store/subjects.ts'
import { beginsToCount, countsAsActive } from '#lib/subjects/counts-as-active.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { findSubject } from './find-subject.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { OWNER_LOCK_SCHEMA, openOwnerLock } from './owner-lock.ts'
import { documentOfSubject, type SubjectDocument } from './subject-document.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'
import { searchSubjects } from './subject-search.ts'
import { keepUnsent } from './unsent.ts'

/** A new state of a subject, and the version that it follows. */
interface Expected {
  readonly subject: Subject
  readonly version: number
}

/**
 * Opens searches and offers in the database behind `mongodb://…`, for their owner.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoSubjectStore(url: string): Promise<Opened<SubjectStore>> {
  const collections = await openCollections(url, [SUBJECT_SCHEMA, OWNER_LOCK_SCHEMA])
  const { collection, use, close } = collections
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const ownerLock = openOwnerLock(collections)

  async function insert(subject: Subject, stages: readonly Document[], session?: ClientSession) {
    // Inserts the subject, or replaces a tombstone. An existing subject with this id causes a duplicate key error.
    await subjects.updateOne(
      { _id: subject.id, kind: { $exists: false } },
      [replaceBy({ $literal: documentOfSubject(subject) }), ...stages],
      { upsert: true, ...(session && { session }) },
    )
    return 'created' as const
  }

  async function replace(expected: Expected, stages: readonly Document[], session?: ClientSession) {
    const { subject, version } = expected
    const { matchedCount } = await subjects.updateOne(
      { _id: subject.id, version },
      [replaceBy(withStoredPlace(subject)), ...stages],
      { ...(session && { session }) },
    )
    return matchedCount > 0 ? ('updated' as const) : ('stale' as const)
  }

  /** Runs a write after which a subject counts as active, unless its owner already has the maximum number of other active ones. */
  function ifNotFull<Outcome>(
    { owner, id }: Subject,
    { max, nowMs }: ActiveLimit,
    write: (session: ClientSession) => Promise<Outcome>,
  ): Promise<Outcome | 'full'> {
    return ownerLock.hold(owner, async (session) => {
      const others = { owner, active: true, validUntil: { $not: { $lte: nowMs } }, _id: { $ne: id } }
      return (await subjects.countDocuments(others, { session })) >= max ? 'full' : write(session)
    })
  }

  async function create(subject: Subject, unsent: readonly OutgoingEvent[], limit?: ActiveLimit) {
    try {
      return await keepUnsent(unsent, (stages) =>
        limit && countsAsActive(subject, limit.nowMs)
          ? ifNotFull(subject, limit, (session) => insert(subject, stages, session))
          : insert(subject, stages),
      )
    } catch (error) {
      if (isDuplicateKey(error)) return 'taken'
      throw error
    }
  }

  async function update(expected: Expected, unsent: readonly OutgoingEvent[], limit?: ActiveLimit) {
    const { subject, version } = expected
    const stored = limit && (await findSubject(subjects, subject.id))
    if (limit && stored?.version !== version) return 'stale'
    return keepUnsent(unsent, (stages) =>
      limit && stored && beginsToCount(stored, subject, limit.nowMs)
        ? ifNotFull(subject, limit, (session) => replace(expected, stages, session))
        : replace(expected, stages),
    )
  }

  async function remove(id: string, version: number, stages: readonly Document[]): Promise<boolean> {
    const expected = { _id: id, version }
    if (stages.length > 0) {
      return (await subjects.updateOne(expected, [replaceBy({}), ...stages])).matchedCount > 0
    }
    // Without new events, delete the document, or make it a tombstone if earlier events are unsent. If they are sent meanwhile, try again.
    while ((await subjects.findOne(expected, { projection: { _id: 1 } })) !== null) {
      const { deletedCount } = await subjects.deleteOne({ ...expected, unsent: { $exists: false } })
      if (deletedCount > 0) return true
      const untold = { ...expected, unsent: { $exists: true } }
      if ((await subjects.updateOne(untold, [replaceBy({})])).matchedCount > 0) return true
    }
    return false
  }

  return {
    create: (subject, unsent, limit) => use(() => create(subject, unsent, limit)),
    find: (id) => use(() => findSubject(subjects, id)),
    update: (subject, version, unsent, limit) => use(() => update({ subject, version }, unsent, limit)),
    remove: (id, expectedVersion, unsent) =>
      use(() => keepUnsent(unsent, (stages) => remove(id, expectedVersion, stages))),
    list: (query) =>
      use(async () => {
        // Reads one more than requested, to know whether another page follows.
        const found = await searchSubjects(subjects, { ...query, limit: query.limit + 1 })
        const items = found.slice(0, query.limit)
        return found.length > items.length ? { items, next: items.at(-1)?.id } : { items }
      }),
    ...createOutbox<OutgoingEvent>({ collection: collection(SUBJECT_SCHEMA.name), use, liveField: 'kind' }),
    close,
  }
}

/** The stage that replaces a document, except its id and its unsent events. */
function replaceBy(document: Document): Document {
  return { $replaceWith: { $mergeObjects: [document, { _id: '$_id', unsent: '$unsent' }] } }
}

// A shown place is exact. It must not stay when its owner hides it; matching then sets it again, on the privacy grid.
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
