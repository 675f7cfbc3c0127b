import type { PushEvent } from '#lib/events/event.ts'
import type { Match, MatchDraft, MatchPlace, MatchStore } from '#lib/store/matches.ts'
import type { Opened } from '#lib/store/opened.ts'
import { MATCH_OUTBOX, MATCH_SCHEMA } from '#lib/store/sqlite/match-schema.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'

type Columns = 'id' | 'search' | 'offer' | 'episode' | 'state' | 'foundAt' | 'endedAt' | 'owners'

type MatchRow = Pick<Match, 'id' | 'search' | 'offer' | 'episode' | 'state'> & {
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
  // The unique index of pairs that are together makes a second beginning a conflict.
  const insert = db.query<MatchRow, [string, string, string, number, string, string, string]>(
    `insert into matches (id, search, offer, episode, state, found_at, search_owner, offer_owner, document)
     values (?1, ?2, ?3, (select coalesce(max(episode), 0) + 1 from matches where search = ?2 and offer = ?3),
       'together', ?4, ?5, ?6, ?7)
     on conflict do nothing returning *`,
  )
  const end = db.query(
    `update matches set state = 'ended', ended_at = ?2 where id = ?1 and state = 'together'`,
  )
  const findQuery = db.query<MatchRow, [string]>(
    'select * from matches where id in (select value from json_each(?))',
  )
  const ownersQuery = db.query<MatchRow, [string, string]>(
    `select * from matches where search_owner = ?1 and offer_owner = ?2 and state = 'together'
     union all select * from matches where search_owner = ?2 and offer_owner = ?1 and state = 'together'`,
  )
  const togetherQuery = db.query<MatchRow, [string]>(
    `select * from matches where search = ?1 and state = 'together'
     union all select * from matches where offer = ?1 and state = 'together'`,
  )
  const subjectQuery = db.query<MatchRow, [string, number, number, string]>(
    `select * from (select * from matches where search = ?1 and (found_at, id) < (?3, ?4)
       order by found_at desc, id desc limit ?2)
     union all select * from (select * from matches where offer = ?1 and (found_at, id) < (?3, ?4)
       order by found_at desc, id desc limit ?2)
     order by found_at desc, id desc limit ?2`,
  )
  const recentQuery = db.query<MatchRow, [number, number]>(
    'select * from matches where found_at >= ? order by found_at desc, id desc limit ?',
  )

  const ownerQuery = db.query<MatchRow, [string, number]>(
    `select * from (select * from matches where search_owner = ?1 order by found_at desc, id desc limit ?2)
     union select * from (select * from matches where offer_owner = ?1 order by found_at desc, id desc limit ?2)
     order by found_at desc, id desc limit ?2`,
  )
  const removeOf = db.query('delete from matches where search_owner = ?1 or offer_owner = ?1')

  function begin(draft: MatchDraft, notice: PushEvent): Promise<Match | undefined> {
    const { id, search, offer, foundAt, owners, ...rest } = draft
    return write(() => {
      const row = insert.get(id, search, offer, foundAt, owners.search, owners.offer, JSON.stringify(rest))
      if (row === null) return undefined
      keep([notice])
      return matchOfRow(row)
    })
  }

  return {
    begin,
    end: (id, endedAt, notice) =>
      write(() => {
        if (end.run(id, endedAt).changes === 0) return false
        keep([notice])
        return true
      }),
    async find(ids) {
      return read(() => findQuery.all(JSON.stringify(ids))).map(matchOfRow)
    },
    async togetherOf([one, other]) {
      return read(() => ownersQuery.all(one, other)).map(matchOfRow)
    },
    async together(subject) {
      return read(() => togetherQuery.all(subject)).map(matchOfRow)
    },
    async ofSubject(subject, limit, last = BEFORE_ALL) {
      return read(() => subjectQuery.all(subject, limit, last.foundAt, last.id)).map(matchOfRow)
    },
    async recent(sinceMs, limit) {
      return read(() => recentQuery.all(sinceMs, limit)).map(matchOfRow)
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
