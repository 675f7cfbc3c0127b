import { LRUCache } from 'lru-cache'
import { partsOf } from '#lib/loop/parts-of.ts'
import { BEFORE_NEWEST } from '#lib/store/candidate-queue.ts'
import type { Candidates, Seeker } from '#lib/store/subjects.ts'
import type { Collections } from './open-collections.ts'
import type { PlaceSubjects } from './place-documents.ts'
import { CARD_FIELDS, subjectsOfCards } from './read-cards.ts'
import { BY_KEYS_INDEX } from './rekey-subjects.ts'
import type { SubjectDocument } from './subject-document.ts'
import { askedKeys } from './subject-keys.ts'
import { SUBJECT_SCHEMA } from './subject-schema.ts'

/** Keys in one command. */
const KEYS_MAX = 20_000
/** Documents that one search for a whole batch may give. */
const DOCUMENTS_MAX = 20_000
/** From this many subjects on, a key is hot: those who ask for it are answered one by one, in pages. */
const HOT_SUBJECTS = 500
const HOT_MS = 5 * 60_000
const HOT_KEYS_MAX = 10_000
/** Seekers of hot keys that are answered at once; the others come later. */
const HOT_SEEKERS_MAX = 8

type FindCandidates = (seekers: readonly Seeker[], limit: number) => Promise<Candidates>

/**
 * Creates the search for candidates. A batch of seekers asks once for all keys. A key that very many subjects share would make the
 * answer too large: those who ask for it get pages of their own.
 */
export function createCandidateSearch(
  { db, collection, inOrder }: Collections,
  place: PlaceSubjects,
): FindCandidates {
  const subjects = collection<SubjectDocument>(SUBJECT_SCHEMA.name)
  const hot = new LRUCache<string, true>({ max: HOT_KEYS_MAX, ttl: HOT_MS })

  /** The documents that have one of these keys; undefined when they are more than `max`. */
  async function allWith(keys: readonly string[], max: number): Promise<SubjectDocument[] | undefined> {
    const options = { projection: CARD_FIELDS, hint: BY_KEYS_INDEX, ...inOrder() }
    const parts = await Promise.all(
      [...partsOf(keys, KEYS_MAX)].map((part) =>
        subjects
          .find({ keys: { $in: [...part] } }, options)
          .limit(max + 1)
          .toArray(),
      ),
    )
    const found = parts.flat()
    return found.length > max ? undefined : found
  }

  /** Remembers which of these keys are hot; true when some are. */
  async function learnHot(keys: readonly string[]): Promise<boolean> {
    const some = [{ $limit: HOT_SUBJECTS }, { $project: { _id: 1 } }]
    const from = SUBJECT_SCHEMA.name
    const lookup = { from, localField: 'key', foreignField: 'keys', pipeline: some, as: 'subjects' }
    const shared = db.aggregate<{ key: string }>(
      [
        { $documents: keys.map((key) => ({ key })) },
        { $lookup: lookup },
        { $match: { [`subjects.${HOT_SUBJECTS - 1}`]: { $exists: true } } },
        { $project: { key: 1 } },
      ],
      inOrder(),
    )
    const before = hot.size
    for await (const { key } of shared) hot.set(key, true)
    return hot.size > before
  }

  /** The candidates of seekers without hot keys, with one command for each part of their keys. */
  async function searchTogether(asking: readonly Asking[], limit: number): Promise<Found> {
    if (asking.length === 0) return { documents: [], more: [] }
    const keys = [...new Set(asking.flatMap((each) => each.keys))]
    // Whoever asks alone gets a page, however many there are.
    const documents = await allWith(keys, asking.length === 1 ? limit : DOCUMENTS_MAX)
    if (documents !== undefined) return { documents, more: [] }
    if (asking.length === 1) return searchApart(asking, limit)
    for (const part of partsOf(keys, KEYS_MAX)) await learnHot(part)
    const isHot = ({ keys: asked }: Asking) => asked.some((key) => hot.has(key))
    const [slow, fast] = [asking.filter(isHot), asking.filter((each) => !isHot(each))]
    // Without a hot key it is the sum that is too large.
    const half = Math.ceil(fast.length / 2)
    const parts = slow.length > 0 ? [fast] : [fast.slice(0, half), fast.slice(half)]
    return joined([
      await searchApart(slow, limit),
      ...(await Promise.all(parts.map((part) => searchTogether(part, limit)))),
    ])
  }

  /** A page of candidates for each seeker, newest first. Those beyond the first few come later. */
  async function searchApart(asking: readonly Asking[], limit: number): Promise<Found> {
    const later = asking.slice(HOT_SEEKERS_MAX).map(({ seeker: { subject, cursor = BEFORE_NEWEST } }) => {
      return { subject: subject.id, cursor }
    })
    const pages = await Promise.all(
      asking.slice(0, HOT_SEEKERS_MAX).map(async ({ seeker: { subject, cursor = BEFORE_NEWEST }, keys }) => {
        const documents = await subjects
          .find(
            { keys: { $in: keys }, _id: { $lt: cursor } },
            { projection: CARD_FIELDS, hint: BY_KEYS_INDEX, ...inOrder() },
          )
          .sort({ _id: -1 })
          .limit(limit)
          .toArray()
        const last = documents.length < limit ? undefined : documents.at(-1)
        return { documents, more: last === undefined ? [] : [{ subject: subject.id, cursor: idOf(last) }] }
      }),
    )
    return joined([...pages, { documents: [], more: later }])
  }

  return async function findCandidates(seekers, limit) {
    const asking = seekers
      .map((seeker) => ({ seeker, keys: askedKeys(seeker.subject) }))
      .filter(({ keys }) => keys.length > 0)
    const isSlow = ({ seeker, keys }: Asking) =>
      seeker.cursor !== undefined || keys.some((key) => hot.has(key))
    const { documents, more } = joined([
      await searchApart(asking.filter(isSlow), limit),
      await searchTogether(
        asking.filter((each) => !isSlow(each)),
        limit,
      ),
    ])
    const each = new Map(documents.map((document) => [idOf(document), document]))
    return { found: await place(await subjectsOfCards([...each.values()], subjects, inOrder)), more }
  }
}

/** A seeker, and the keys of its candidates. */
interface Asking {
  readonly seeker: Seeker
  readonly keys: readonly string[]
}

interface Found extends Pick<Candidates, 'more'> {
  readonly documents: readonly SubjectDocument[]
}

function idOf({ _id }: SubjectDocument): string {
  return _id
}

function joined(parts: readonly Found[]): Found {
  return {
    documents: parts.flatMap(({ documents }) => documents),
    more: parts.flatMap(({ more }) => more),
  }
}
