import type { ClientSession, Document } from 'mongodb'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Opened } from '#lib/store/opened.ts'
import { type PlaceOptions, withoutAnchor } from '#lib/store/place-subjects.ts'
import {
  type ActiveLimit,
  type HistoryEntry,
  type IndexedSubject,
  type SubjectStore,
  type WriteOptions,
} from '#lib/store/subjects.ts'
import { beginsToCount, countsAsActive } from '#lib/subjects/counts-as-active.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { findDocument } from './find-document.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { OWNER_LOCK_SCHEMA, openOwnerLock } from './owner-lock.ts'
import { createPlacer } from './place-documents.ts'
import { POSITION_SCHEMA } from './positions.ts'
import { EMPTIED, replaceBy } from './replace-document.ts'
import { documentOfSubject, geoJsonOf, subjectOfDocument, type SubjectDocument } from './subject-document.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'
import { searchSubjects } from './subject-search.ts'
import { totalsOf } from './subject-totals.ts'
import { wordsOf } from './subject-words.ts'
import { keepUnsent } from './unsent.ts'

/** A new state of a subject, and the stored one that it follows. */
interface Edit {
  readonly subject: Subject
  readonly stored: IndexedSubject
  readonly entry: HistoryEntry | undefined
}

/**
 * Opens searches and offers in the database behind `mongodb://…`, for their owner.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoSubjectStore(
  url: string,
  placing: PlaceOptions = {},
): Promise<Opened<SubjectStore>> {
  const collections = await openCollections(url, [SUBJECT_SCHEMA, POSITION_SCHEMA, OWNER_LOCK_SCHEMA])
  const { collection, use, close } = collections
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const ownerLock = openOwnerLock(collections)
  const place = createPlacer(collections, placing)

  async function insert(
    { subject, entry }: Omit<Edit, 'stored'>,
    stages: readonly Document[],
    session?: ClientSession,
  ) {
    // Inserts the subject, or replaces a tombstone. An existing subject with this id causes a duplicate key error.
    await subjects.updateOne(
      { _id: subject.id, kind: { $exists: false } },
      [replaceBy({ $literal: documentOfSubject(subject) }, entry), ...stages],
      { upsert: true, ...(session && { session }) },
    )
    return 'created' as const
  }

  /** Replaces a subject whose version and anchor are as they were read. Matching may have anchored it meanwhile. */
  async function replace(
    { subject, stored, entry }: Edit,
    stages: readonly Document[],
    session?: ClientSession,
  ) {
    const { id, version, device, anchor } = stored
    const kept = device === subject.device ? anchor : undefined
    const location = anchor === undefined ? { $exists: false } : geoJsonOf(anchor)
    const { matchedCount } = await subjects.updateOne(
      { _id: id, version, location },
      [replaceBy({ $literal: documentOfSubject(subject, kept) }, entry), ...stages],
      { ...(session && { session }) },
    )
    return matchedCount > 0 ? ('updated' as const) : ('overtaken' as const)
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

  async function create(
    subject: Subject,
    unsent: readonly OutgoingEvent[],
    { limit, entry }: WriteOptions = {},
  ) {
    try {
      return await keepUnsent(unsent, (stages) =>
        limit && countsAsActive(subject, limit.nowMs)
          ? ifNotFull(subject, limit, (session) => insert({ subject, entry }, stages, session))
          : insert({ subject, entry }, stages),
      )
    } catch (error) {
      if (isDuplicateKey(error)) return 'taken'
      throw error
    }
  }

  async function update(
    subject: Subject,
    version: number,
    unsent: readonly OutgoingEvent[],
    { limit, entry }: WriteOptions = {},
  ) {
    for (;;) {
      const found = await findDocument(subjects, subject.id)
      if (found?.version !== version) return 'stale'
      const edit = { subject, stored: subjectOfDocument(found), entry }
      const outcome = await keepUnsent(unsent, (stages) =>
        limit && beginsToCount(edit.stored, subject, limit.nowMs)
          ? ifNotFull(subject, limit, (session) => replace(edit, stages, session))
          : replace(edit, stages),
      )
      if (outcome !== 'overtaken') return outcome
    }
  }

  async function remove(id: string, version: number, stages: readonly Document[]): Promise<boolean> {
    const expected = { _id: id, version }
    if (stages.length > 0) {
      return (await subjects.updateOne(expected, [EMPTIED, ...stages])).matchedCount > 0
    }
    // Without new events, delete the document, or make it a tombstone if earlier events are unsent. If they are sent meanwhile, try again.
    while ((await subjects.findOne(expected, { projection: { _id: 1 } })) !== null) {
      const { deletedCount } = await subjects.deleteOne({ ...expected, unsent: { $exists: false } })
      if (deletedCount > 0) return true
      const untold = { ...expected, unsent: { $exists: true } }
      if ((await subjects.updateOne(untold, [EMPTIED])).matchedCount > 0) return true
    }
    return false
  }

  return {
    create: (subject, unsent, options) => use(() => create(subject, unsent, options)),
    find: (id) =>
      use(async () => {
        const found = await findDocument(subjects, id)
        return found && (await place([subjectOfDocument(found)])).map(withoutAnchor)[0]
      }),
    update: (subject, version, unsent, options) => use(() => update(subject, version, unsent, options)),
    remove: (id, expectedVersion, unsent) =>
      use(() => keepUnsent(unsent, (stages) => remove(id, expectedVersion, stages))),
    list: (query) =>
      use(async () => {
        // Reads one more than requested, to know whether another page follows.
        const found = await searchSubjects(subjects, place, { ...query, limit: query.limit + 1 })
        const items = found.slice(0, query.limit)
        return found.length > items.length ? { items, next: items.at(-1)?.id } : { items }
      }),
    history: (id) =>
      use(async () => {
        const found = await subjects.findOne({ _id: id }, { projection: { history: 1 } })
        return found?.history ?? []
      }),
    totals: (kind, { cursor = '', limit }) =>
      use(async () => {
        const found = await totalsOf(subjects, { kind, after: cursor, limit: limit + 1 })
        const items = found.slice(0, limit)
        return found.length > items.length ? { items, next: items.at(-1)?.owner } : { items }
      }),
    words: (prefix, limit) => use(() => wordsOf(subjects, prefix, limit)),
    ...createOutbox<OutgoingEvent>({ collection: collection(SUBJECT_SCHEMA.name), use, liveField: 'kind' }),
    close,
  }
}
