import type { PushEvent } from '#lib/events/event.ts'
import type { Match, MatchPlace, MatchStore } from '#lib/store/matches.ts'
import type { Opened } from '#lib/store/opened.ts'
import { IS_CURRENT, MATCH_OUTBOX, MATCH_SCHEMA } from '#lib/store/sqlite/match-schema.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'

type Columns = 'id' | 'search' | 'offer' | 'episode' | 'state' | 'revision' | 'foundAt' | 'endedAt' | 'owners'

type MatchRow = Pick<Match, 'id' | 'search' | 'offer' | 'episode' | 'state' | 'revision'> & {
  readonly found_at: number
  readonly ended_at: number | null
  readonly search_owner: string
  readonly offer_owner: string
  /** JSON of all other fields. */
  readonly document: string
}

const BEFORE_ALL: MatchPlace = { foundAt: Number.MAX_SAFE_INTEGER, id: '' }

/**
 * Opens the match store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteMatchStore(url: string): Opened<MatchStore> {
  const tables = openTables(url, MATCH_SCHEMA)
  const { db, write, read, close } = tables
  const { keep, outbox } = createOutbox<PushEvent>(tables, MATCH_OUTBOX)
  // The unique index of current matches makes a second proposal a conflict.
  const insert = db.query(
    `insert into matches (id, search, offer, episode, state, revision, found_at, search_owner, offer_owner, document)
     values (?1, ?2, ?3, (select coalesce(max(episode), 0) + 1 from matches where search = ?2 and offer = ?3),
       'proposed', 1, ?4, ?5, ?6, ?7)
     on conflict do nothing`,
  )
  const confirm = db.query(
    `update matches set state = 'together', revision = revision + 1, document = json_patch(document, ?3)
     where id = ?1 and revision = ?2 and state = 'proposed'`,
  )
  const withdraw = db.query(`delete from matches where id = ?1 and revision = ?2 and state = 'proposed'`)
  const end = db.query(
    `update matches set state = 'ended', revision = revision + 1, ended_at = ?3
     where id = ?1 and revision = ?2 and state = 'together'`,
  )
  const findQuery = db.query<MatchRow, [string]>(
    'select * from matches where id in (select value from json_each(?))',
  )
  const pairsQuery = db.query<MatchRow, [string]>(
    `select * from matches
     where (search, offer) in (select value ->> 0, value ->> 1 from json_each(?)) and ${IS_CURRENT}`,
  )
  const currentQuery = db.query<MatchRow, [string]>(
    `select * from matches where search in (select value from json_each(?1)) and ${IS_CURRENT}
     union select * from matches where offer in (select value from json_each(?1)) and ${IS_CURRENT}`,
  )
  const countQuery = db.query<{ subject: string; count: number }, [string, number]>(
    `select value as subject,
       (select count(*) from (select 1 from matches where search = value and ${IS_CURRENT} limit ?2))
       + (select count(*) from (select 1 from matches where offer = value and ${IS_CURRENT} limit ?2)) as count
     from json_each(?1)`,
  )
  const peopleQuery = db.query<MatchRow, [string, string]>(
    `select * from matches where search_owner = ?1 and offer_owner = ?2 and ${IS_CURRENT}
     union all select * from matches where search_owner = ?2 and offer_owner = ?1 and ${IS_CURRENT}`,
  )
  const proposedQuery = db.query<MatchRow, [number, number]>(
    `select * from matches where state = 'proposed' and found_at < ? order by found_at limit ?`,
  )
  const subjectQuery = db.query<MatchRow, [string, number, number, string]>(
    `select * from (select * from matches where search = ?1 and (found_at, id) < (?3, ?4) and state <> 'proposed'
       order by found_at desc, id desc limit ?2)
     union all select * from (select * from matches where offer = ?1 and (found_at, id) < (?3, ?4)
       and state <> 'proposed'
       order by found_at desc, id desc limit ?2)
     order by found_at desc, id desc limit ?2`,
  )
  const recentQuery = db.query<MatchRow, [number, number]>(
    `select * from matches where found_at >= ? and state <> 'proposed' order by found_at desc, id desc limit ?`,
  )

  const ownerQuery = db.query<MatchRow, [string, number]>(
    `select * from (select * from matches where search_owner = ?1 and state <> 'proposed'
       order by found_at desc, id desc limit ?2)
     union select * from (select * from matches where offer_owner = ?1 and state <> 'proposed'
       order by found_at desc, id desc limit ?2)
     order by found_at desc, id desc limit ?2`,
  )
  const offersQuery = db.query<MatchRow, [string, string, number]>(
    `select * from matches where offer_owner = ?1 and id > ?2 and ${IS_CURRENT} order by id limit ?3`,
  )
  const removeOf = db.query('delete from matches where search_owner = ?1 or offer_owner = ?1')

  /** Runs a change of each match, and stores the notices of those that were as they were seen. Gives these changes. */
  async function changeEach<Change>(
    changes: readonly Change[],
    run: (change: Change) => { readonly changes: number },
    tell: (change: Change) => void,
  ): Promise<readonly Change[]> {
    if (changes.length === 0) return []
    return write(() => {
      const changed = changes.filter((change) => run(change).changes > 0)
      for (const change of changed) tell(change)
      return changed
    })
  }

  return {
    async propose(drafts) {
      if (drafts.length === 0) return
      await write(() => {
        for (const { id, search, offer, foundAt, owners, ...rest } of drafts)
          insert.run(id, search, offer, foundAt, owners.search, owners.offer, JSON.stringify(rest))
      })
    },
    async confirm(changes) {
      const confirmed = await changeEach(
        changes,
        ({ seen: { id, revision }, found }) => confirm.run(id, revision, JSON.stringify(found)),
        ({ seen, notice, leasedUntilMs }) => keep([notice], { about: seen.id, heldUntilMs: leasedUntilMs }),
      )
      return confirmed.map(({ notice }) => notice)
    },
    async withdraw(seen) {
      const withdrawn = await changeEach(
        seen,
        ({ id, revision }) => withdraw.run(id, revision),
        () => undefined,
      )
      return withdrawn.length
    },
    async end(changes) {
      const ended = await changeEach(
        changes,
        ({ seen: { id, revision }, endedAt }) => end.run(id, revision, endedAt),
        ({ seen, notice }) => keep([notice], { about: seen.id }),
      )
      return ended.length
    },
    async find(ids) {
      return read(() => findQuery.all(JSON.stringify(ids))).map(matchOfRow)
    },
    async currentOfPairs(pairs) {
      const ids = JSON.stringify(pairs.map(({ search, offer }) => [search, offer]))
      return read(() => pairsQuery.all(ids)).map(matchOfRow)
    },
    async currentOf(subjects) {
      return read(() => currentQuery.all(JSON.stringify(subjects))).map(matchOfRow)
    },
    async roomOf(subjects, max) {
      const counted = read(() => countQuery.all(JSON.stringify(subjects), max))
      return new Map(counted.map(({ subject, count }) => [subject, Math.max(0, max - count)]))
    },
    async currentBetween([one, other]) {
      return read(() => peopleQuery.all(one, other)).map(matchOfRow)
    },
    async proposedBefore(timeMs, limit) {
      return read(() => proposedQuery.all(timeMs, limit)).map(matchOfRow)
    },
    async ofSubject(subject, limit, last = BEFORE_ALL) {
      return read(() => subjectQuery.all(subject, limit, last.foundAt, last.id)).map(matchOfRow)
    },
    async recent(sinceMs, limit) {
      return read(() => recentQuery.all(sinceMs, limit)).map(matchOfRow)
    },
    async currentOfOffers(owner, beyond, limit) {
      return read(() => offersQuery.all(owner, beyond, limit)).map(matchOfRow)
    },
    async ofOwner(owner, limit) {
      return read(() => ownerQuery.all(owner, limit)).map(matchOfRow)
    },
    async removeOf(owner) {
      await write(() => removeOf.run(owner))
    },
    ...outbox,
    close,
  }
}

function matchOfRow({ document, found_at, ended_at, search_owner, offer_owner, ...row }: MatchRow): Match {
  const rest: Omit<Match, Columns> = JSON.parse(document)
  return {
    ...rest,
    ...row,
    owners: { search: search_owner, offer: offer_owner },
    foundAt: found_at,
    endedAt: ended_at ?? undefined,
  }
}
