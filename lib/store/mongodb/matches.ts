import type { Document, Filter } from 'mongodb'
import type { PushEvent } from '#lib/events/event.ts'
import type { Match, MatchDraft, MatchPlace, MatchStore, PairIds, SeenMatch } from '#lib/store/matches.ts'
import type { Opened } from '#lib/store/opened.ts'
import { MATCH_SCHEMA } from './match-schema.ts'
import { hasOnlyDuplicates } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { unsentAnd, type WithUnsent } from './unsent.ts'

interface MatchDocument extends Omit<Match, 'id' | 'revision'>, WithUnsent {
  readonly _id: string
  /** Absent in documents of an older version. */
  readonly revision?: number
}

/** A change of one match. */
interface Change {
  readonly seen: SeenMatch
  readonly set: Document
  readonly notice: PushEvent
  readonly leasedUntilMs?: number | undefined
}

const FIRST_REVISION = 1
const CURRENT: Filter<MatchDocument> = { state: { $in: ['proposed', 'together'] } }
const TOLD: Filter<MatchDocument> = { state: { $in: ['together', 'ended'] } }
const NEWEST_FIRST = { foundAt: -1, _id: -1 } as const
const WITHOUT_UNSENT = { projection: { unsent: 0 } } as const

/**
 * Opens the match store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoMatchStore(url: string): Promise<Opened<MatchStore>> {
  const { collection, inOrder, use, close } = await openCollections(url, [MATCH_SCHEMA], { order: 'causal' })
  const matches = collection<MatchDocument>(MATCH_SCHEMA.name)

  /** The last episode of each pair that has one, by `keyOfPair()`. */
  async function lastEpisodes(pairs: readonly PairIds[]): Promise<ReadonlyMap<string, number>> {
    const found = await matches
      .aggregate<{ _id: PairIds; last: number }>(
        [
          { $match: amongAll(pairs) },
          { $group: { _id: { search: '$search', offer: '$offer' }, last: { $max: '$episode' } } },
        ],
        { hint: 'episodes', ...inOrder() },
      )
      .toArray()
    return new Map(found.map(({ _id, last }) => [keyOfPair(_id), last]))
  }

  async function propose(drafts: readonly MatchDraft[]): Promise<void> {
    const episodes = await lastEpisodes(drafts)
    const documents = drafts.map(({ id, ...rest }): MatchDocument => ({
      ...rest,
      _id: id,
      episode: (episodes.get(keyOfPair(rest)) ?? 0) + 1,
      state: 'proposed',
      revision: 1,
    }))
    try {
      await matches.insertMany(documents, { ordered: false, ...inOrder() })
    } catch (error) {
      // Another process proposed these pairs first: the next read of a pair returns its current state.
      if (!hasOnlyDuplicates(error)) throw error
    }
  }

  /** Changes matches that are in this state and as they were seen, each with its notice. Gives how many were. */
  async function change(changes: readonly Change[], state: Match['state']): Promise<number> {
    if (changes.length === 0) return 0
    // The condition is in the update and not in the filter: a filter by the id alone needs no query plan, which halves the time.
    const operations = changes.map(({ seen, set, notice, leasedUntilMs }) => {
      const changed = { $literal: { ...set, revision: seen.revision + 1 } }
      const merged = { $mergeObjects: ['$$ROOT', changed, { unsent: unsentAnd([notice], leasedUntilMs) }] }
      const update = [{ $replaceWith: { $cond: [isSeen(seen, state), merged, '$$ROOT'] } }]
      return { updateOne: { filter: { _id: seen.id }, update } }
    })
    return (await matches.bulkWrite(operations, { ordered: false, ...inOrder() })).modifiedCount
  }

  /** Those of the notices that are stored and not sent. */
  async function unsentOf(notices: readonly PushEvent[]): Promise<PushEvent[]> {
    const ids = notices.map(({ id }) => id)
    const options = { projection: { 'unsent.id': 1 }, ...inOrder() }
    const held = await matches.find({ 'unsent.id': { $in: ids } }, options).toArray()
    const stored = new Set(held.flatMap(({ unsent = [] }) => unsent.map(({ id }) => id)))
    return notices.filter(({ id }) => stored.has(id))
  }

  return {
    propose: (drafts) => use(async () => (drafts.length === 0 ? undefined : propose(drafts))),
    confirm: (changes) =>
      use(async () => {
        const confirmed = changes.map(({ found, ...rest }) => {
          return { ...rest, set: { ...found, state: 'together' } }
        })
        const count = await change(confirmed, 'proposed')
        const notices = changes.map(({ notice }) => notice)
        if (count === 0) return []
        // The answer of a bulk says how many, and not which.
        return count === notices.length ? notices : unsentOf(notices)
      }),
    withdraw: (seen) =>
      use(async () => {
        if (seen.length === 0) return 0
        const operations = seen.map(({ id, revision }) => {
          return { deleteOne: { filter: { _id: id, state: 'proposed' as const, ...revised(revision) } } }
        })
        return (await matches.bulkWrite(operations, { ordered: false, ...inOrder() })).deletedCount
      }),
    end: (changes) =>
      use(() => {
        const ended = changes.map(({ endedAt, ...rest }) => ({ ...rest, set: { endedAt, state: 'ended' } }))
        return change(ended, 'together')
      }),
    currentOfPairs: (pairs) =>
      use(async () => {
        if (pairs.length === 0) return []
        const asked = new Set(pairs.map(keyOfPair))
        const among = { ...amongAll(pairs), ...CURRENT }
        const found = await matches
          .find(among, { hint: 'pairs_current', ...WITHOUT_UNSENT, ...inOrder() })
          .toArray()
        return found.filter((match) => asked.has(keyOfPair(match))).map(matchOf)
      }),
    currentOf: (subjects) =>
      use(async () => {
        if (subjects.length === 0) return []
        const ids = { $in: [...subjects] }
        const either = {
          $or: [
            { search: ids, ...CURRENT },
            { offer: ids, ...CURRENT },
          ],
        }
        return (await matches.find(either, { ...WITHOUT_UNSENT, ...inOrder() }).toArray()).map(matchOf)
      }),
    roomOf: (subjects, max) =>
      use(async () => {
        const room = new Map(subjects.map((subject) => [subject, max]))
        if (room.size === 0) return room
        const ids = [...room.keys()]
        const others = { coll: MATCH_SCHEMA.name, pipeline: countCurrent('offer', ids) }
        const stages = [...countCurrent('search', ids), { $unionWith: others }]
        const counted = matches.aggregate<{ _id: string; count: number }>(stages, inOrder())
        for (const { _id, count } of await counted.toArray())
          room.set(_id, Math.max(0, (room.get(_id) ?? max) - count))
        return room
      }),
    currentBetween: ([one, other]) =>
      use(async () => {
        const either = {
          $or: [
            { 'owners.search': one, 'owners.offer': other, ...CURRENT },
            { 'owners.search': other, 'owners.offer': one, ...CURRENT },
          ],
        }
        return (await matches.find(either, WITHOUT_UNSENT).toArray()).map(matchOf)
      }),
    proposedBefore: (timeMs, limit) =>
      use(async () => {
        const early: Filter<MatchDocument> = { state: 'proposed', foundAt: { $lt: timeMs } }
        const found = matches.find(early, WITHOUT_UNSENT).sort({ foundAt: 1 }).limit(limit)
        return (await found.toArray()).map(matchOf)
      }),
    find: (ids) =>
      use(async () => {
        const found = matches.find({ _id: { $in: [...ids] } }, WITHOUT_UNSENT)
        return (await found.toArray()).map(matchOf)
      }),
    ofSubject: (subject, limit, last) =>
      use(async () => {
        const either = {
          $or: [...after({ search: subject }, last), ...after({ offer: subject }, last)],
          ...TOLD,
        }
        const found = matches.find(either, WITHOUT_UNSENT).sort(NEWEST_FIRST).limit(limit)
        return (await found.toArray()).map(matchOf)
      }),
    recent: (sinceMs, limit) =>
      use(async () => {
        const since = { foundAt: { $gte: sinceMs }, ...TOLD }
        const found = matches.find(since, WITHOUT_UNSENT).sort(NEWEST_FIRST).limit(limit)
        return (await found.toArray()).map(matchOf)
      }),
    currentOfOffers: (owner, beyond, limit) =>
      use(async () => {
        const which = { 'owners.offer': owner, _id: { $gt: beyond }, ...CURRENT }
        const found = matches.find(which, { ...WITHOUT_UNSENT, ...inOrder() }).sort({ _id: 1 })
        return (await found.limit(limit).toArray()).map(matchOf)
      }),
    ofOwner: (owner, limit) =>
      use(async () => {
        const found = matches
          .find({ ...ownedBy(owner), ...TOLD }, WITHOUT_UNSENT)
          .sort(NEWEST_FIRST)
          .limit(limit)
        return (await found.toArray()).map(matchOf)
      }),
    removeOf: (owner) =>
      use(async () => {
        await matches.deleteMany(ownedBy(owner))
      }),
    ...createOutbox<PushEvent>({ collection: collection(MATCH_SCHEMA.name), use }),
    close,
  }
}

/**
 * The filter of all pairs that could be made of these searches and these offers. The index skips from one existing pair to the next, so
 * that it reads hardly more than the pairs themselves; a filter for each pair would be planned one by one.
 */
function amongAll(pairs: readonly PairIds[]): { search: { $in: string[] }; offer: { $in: string[] } } {
  return {
    search: { $in: [...new Set(pairs.map(({ search }) => search))] },
    offer: { $in: [...new Set(pairs.map(({ offer }) => offer))] },
  }
}

/** The stages that count the current matches of subjects that are on this side of them. */
function countCurrent(side: 'search' | 'offer', subjects: readonly string[]): Document[] {
  return [
    { $match: { [side]: { $in: subjects }, ...CURRENT } },
    { $group: { _id: `$${side}`, count: { $sum: 1 } } },
  ]
}

function matchOf({ _id, revision = FIRST_REVISION, ...rest }: MatchDocument): Match {
  return { id: _id, revision, ...rest }
}

/** The condition that a match has this revision. Documents of an older version have no revision, which counts as the first one. */
function revised(revision: number): Document {
  return revision === FIRST_REVISION ? { revision: { $in: [revision, null] } } : { revision }
}

/** The same condition as an expression, with the state. */
function isSeen({ revision }: SeenMatch, state: Match['state']): Document {
  const current = { $ifNull: ['$revision', FIRST_REVISION] }
  return { $and: [{ $eq: ['$state', state] }, { $eq: [current, revision] }] }
}

function keyOfPair({ search, offer }: PairIds): string {
  return JSON.stringify([search, offer])
}

/** The filters for what follows a place in a list, newest first: for each of them, the server reads the index from that place on. */
function after(filter: Filter<MatchDocument>, last: MatchPlace | undefined): Filter<MatchDocument>[] {
  if (last === undefined) return [filter]
  return [
    { ...filter, foundAt: { $lt: last.foundAt } },
    { ...filter, foundAt: last.foundAt, _id: { $lt: last.id } },
  ]
}

function ownedBy(owner: string) {
  return { $or: [{ 'owners.search': owner }, { 'owners.offer': owner }] }
}
