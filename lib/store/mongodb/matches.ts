import type { Filter } from 'mongodb'
import type { PushEvent } from '#lib/events/event.ts'
import type { Match, MatchDraft, MatchPlace, MatchStore } from '#lib/store/matches.ts'
import type { Opened } from '#lib/store/opened.ts'
import { MATCH_SCHEMA } from './match-schema.ts'
import { duplicateValue, isDuplicateKey } from './mongo-error.ts'
import { openCollections } from './open-collections.ts'
import { createOutbox } from './outbox.ts'
import { keepUnsent, type WithUnsent } from './unsent.ts'

interface MatchDocument extends Omit<Match, 'id'>, WithUnsent {
  readonly _id: string
}

const NEWEST_FIRST = { foundAt: -1, _id: -1 } as const
const WITHOUT_UNSENT = { projection: { unsent: 0 } } as const

/**
 * Opens the match store in the database behind `mongodb://…`.
 *
 * @throws {StartError} when the server cannot be used.
 */
export async function openMongoMatchStore(url: string): Promise<Opened<MatchStore>> {
  const { collection, use, close } = await openCollections(url, [MATCH_SCHEMA])
  const matches = collection<MatchDocument>(MATCH_SCHEMA.name)

  async function lastEpisode({ search, offer }: MatchDraft): Promise<number> {
    const last = await matches.findOne(
      { search, offer },
      { sort: { episode: -1 }, projection: { _id: 0, episode: 1 } },
    )
    return last?.episode ?? 0
  }

  /** Undefined when the pair is together, or the id is taken. */
  async function begin(draft: MatchDraft, notice: PushEvent): Promise<Match | undefined> {
    for (;;) {
      const match: Match = { ...draft, episode: (await lastEpisode(draft)) + 1, state: 'together' }
      const { id, ...rest } = match
      try {
        // Nothing has this id and no state: it is inserted, or a unique key is in the way.
        await keepUnsent([notice], (stages) =>
          matches.updateOne(
            { _id: id, state: { $exists: false } },
            [{ $replaceWith: { $literal: { _id: id, ...rest } } }, ...stages],
            { upsert: true },
          ),
        )
        return match
      } catch (error) {
        // Others began and ended this episode meanwhile: then it is the next one.
        if (duplicateValue(error, 'episode') !== undefined) continue
        if (isDuplicateKey(error)) return undefined
        throw error
      }
    }
  }

  return {
    begin: (draft, notice) => use(() => begin(draft, notice)),
    end: (id, endedAt, notice) =>
      use(async () => {
        const { matchedCount } = await keepUnsent([notice], (stages) =>
          matches.updateOne({ _id: id, state: 'together' }, [
            { $set: { state: 'ended', endedAt } },
            ...stages,
          ]),
        )
        return matchedCount > 0
      }),
    find: (ids) =>
      use(async () => {
        const found = matches.find({ _id: { $in: [...ids] } }, WITHOUT_UNSENT)
        return (await found.toArray()).map(matchOf)
      }),
    togetherOf: ([one, other]) =>
      use(async () => {
        const state: Match['state'] = 'together'
        const either = {
          $or: [
            { 'owners.search': one, 'owners.offer': other, state },
            { 'owners.search': other, 'owners.offer': one, state },
          ],
        }
        return (await matches.find(either, WITHOUT_UNSENT).toArray()).map(matchOf)
      }),
    together: (subject) =>
      use(async () => {
        const state: Match['state'] = 'together'
        const either = {
          $or: [
            { search: subject, state },
            { offer: subject, state },
          ],
        }
        return (await matches.find(either, WITHOUT_UNSENT).toArray()).map(matchOf)
      }),
    ofSubject: (subject, limit, last) =>
      use(async () => {
        const either = { $or: [...after({ search: subject }, last), ...after({ offer: subject }, last)] }
        const found = matches.find(either, WITHOUT_UNSENT).sort(NEWEST_FIRST).limit(limit)
        return (await found.toArray()).map(matchOf)
      }),
    recent: (sinceMs, limit) =>
      use(async () => {
        const since = { foundAt: { $gte: sinceMs } }
        const found = matches.find(since, WITHOUT_UNSENT).sort(NEWEST_FIRST).limit(limit)
        return (await found.toArray()).map(matchOf)
      }),
    ofOwner: (owner, limit) =>
      use(async () => {
        const found = matches.find(ownedBy(owner), WITHOUT_UNSENT).sort(NEWEST_FIRST).limit(limit)
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

function matchOf({ _id, ...rest }: MatchDocument): Match {
  return { id: _id, ...rest }
}

/** What follows a place in a list, newest first: each of these walks the index from there. */
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
