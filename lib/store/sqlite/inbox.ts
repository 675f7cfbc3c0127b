import type { Schema } from '#lib/sqlite/open-database.ts'
import { changedItem, keyOfChange, lastOfChanges, type StoredItem } from '#lib/store/inbox-rules.ts'
import type {
  InboxChange,
  InboxChanges,
  InboxItem,
  InboxKey,
  InboxKind,
  InboxPlace,
  InboxStore,
} from '#lib/store/inbox.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

/** Tables of inboxes; `content` is JSON, and null after the item was removed. */
const INBOX_SCHEMA: Schema = {
  name: 'inbox',
  steps: [
    `create table inbox (
       person text not null, kind text not null, about text not null, id text not null, other text, content text,
       at real not null, number integer not null, received integer not null, read_to integer not null,
       read_at real, removed_at real,
       primary key (person, kind, about)) strict, without rowid;
     create unique index inbox_by_id on inbox (person, id);
     create unique index inbox_in_order on inbox (person, number);
     create index inbox_shown on inbox (person, at, id) where removed_at is null;
     create index inbox_unread on inbox (person, at, id) where removed_at is null and read_at is null;
     create index inbox_about_people on inbox (other, person) where other is not null;
     create index inbox_by_time on inbox (at);
     create index inbox_by_reading on inbox (read_at) where read_at is not null;
     create table inbox_numbers (person text primary key, last integer not null) strict, without rowid`,
  ],
}

interface InboxRow {
  readonly person: string
  readonly kind: InboxKind
  readonly about: string
  readonly id: string
  readonly other: string | null
  readonly content: string | null
  readonly at: number
  readonly number: number
  readonly received: number
  readonly read_to: number
  readonly read_at: number | null
  readonly removed_at: number | null
}

const BEFORE_ALL: InboxPlace = { at: Number.MAX_SAFE_INTEGER, id: '' }
/** Items that one write marks as read. */
const STEP = 500

/**
 * Opens the inboxes in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteInboxStore(url: string): Opened<InboxStore> {
  const { db, write, read, close } = openTables(url, INBOX_SCHEMA)
  const keyQuery = db.query<InboxRow, [string, string, string]>(
    'select * from inbox where person = ? and kind = ? and about = ?',
  )
  const idQuery = db.query<InboxRow, [string, string]>('select * from inbox where person = ? and id = ?')
  const nextNumber = db.query<{ last: number }, [string]>(
    `insert into inbox_numbers (person, last) values (?, 1)
     on conflict do update set last = last + 1 returning last`,
  )
  const put = db.query<undefined, Record<keyof InboxRow, string | number | null>>(
    `insert or replace into inbox (person, kind, about, id, other, content, at, number, received, read_to, read_at, removed_at)
     values ($person, $kind, $about, $id, $other, $content, $at, $number, $received, $read_to, $read_at, $removed_at)`,
  )
  const shownQuery = db.query<InboxRow, [string, number, string, number]>(
    `select * from inbox where person = ? and (at, id) < (?, ?) and removed_at is null
     order by at desc, id desc limit ?`,
  )
  const unreadQuery = db.query<InboxRow, [string, number, string, number]>(
    `select * from inbox where person = ? and (at, id) < (?, ?) and removed_at is null and read_at is null
     order by at desc, id desc limit ?`,
  )
  const countQuery = db.query<{ kind: InboxKind; count: number }, [string]>(
    `select kind, count(*) as count from inbox where person = ? and removed_at is null and read_at is null group by kind`,
  )
  const throughQuery = db.query<InboxRow, [string, number, number]>(
    `select * from inbox where person = ? and removed_at is null and read_at is null and number <= ? limit ?`,
  )
  const betweenQuery = db.query<InboxRow, [string, string]>(
    'select * from inbox where other = ? and person = ?',
  )
  const aboutQuery = db.query<InboxRow, [string]>('select * from inbox where other = ?')
  const lastQuery = db.query<{ person: string; last: number }, [string]>(
    'select person, last from inbox_numbers where person in (select value from json_each(?))',
  )
  const changesQuery = db.query<InboxRow, [string, number, number]>(
    'select * from inbox where person = ? and number > ? order by number limit ?',
  )
  const forgetRead = db.query(
    `delete from inbox where (person, kind, about) in
       (select person, kind, about from inbox where read_at < ? limit ?)`,
  )
  const forgetOld = db.query(
    'delete from inbox where (person, kind, about) in (select person, kind, about from inbox where at < ? limit ?)',
  )
  const forgetPerson = ['inbox', 'inbox_numbers'].map((table) =>
    db.query(`delete from ${table} where person = ?`),
  )

  function find({ person, kind, about }: InboxKey): StoredItem | undefined {
    const row = keyQuery.get(person, kind, about)
    return row === null ? undefined : storedOfRow(row)
  }

  function make(changes: readonly InboxChange[]): void {
    for (const change of changes) {
      const known = find(keyOfChange(change))
      const next = changedItem(known, change)
      if (next === undefined || next === known) continue
      put.run({ ...rowOf(next, nextNumber.get(next.person)?.last ?? 0) })
    }
  }

  function removeAll(rows: readonly InboxRow[], at: number): void {
    make(rows.map((key) => ({ does: 'remove', key, at })))
  }

  return {
    apply: (changes) => write(() => make(changes)),
    async list({ person, isUnread = false, limit, last = BEFORE_ALL }) {
      const query = isUnread ? unreadQuery : shownQuery
      return read(() => query.all(person, last.at, last.id, limit)).flatMap(itemsOfRow)
    },
    async unread(person) {
      return new Map(read(() => countQuery.all(person)).map(({ kind, count }) => [kind, count]))
    },
    async read(person, mark, at) {
      const readAll = (rows: readonly InboxRow[]) => make(rows.map((key) => ({ does: 'read', key, at })))
      if ('ids' in mark) {
        await write(() => readAll(mark.ids.flatMap((id) => idQuery.get(person, id) ?? [])))
        return
      }
      for (let count = STEP; count === STEP;) {
        count = await write(() => {
          const rows = throughQuery.all(person, mark.through, STEP)
          readAll(rows)
          return rows.length
        })
      }
    },
    remove: (person, id, at) =>
      write(() => {
        const row = idQuery.get(person, id)
        if (row === null || row.removed_at !== null) return false
        removeAll([row], at)
        return true
      }),
    removeBetween: (pairs, at) =>
      write(() => {
        for (const [one, other] of pairs) {
          removeAll([...betweenQuery.all(one, other), ...betweenQuery.all(other, one)], at)
        }
      }),
    async lastChanges(people) {
      const rows = read(() => lastQuery.all(JSON.stringify(people)))
      return new Map(rows.map(({ person, last }) => [person, last]))
    },
    async changesOf(person, after, limit): Promise<InboxChanges> {
      const { rows, last } = read(() => {
        // First, so that no change between the two reads is skipped.
        const [number] = lastQuery.all(JSON.stringify([person]))
        return { last: number?.last, rows: changesQuery.all(person, after, limit) }
      })
      return {
        items: rows.flatMap(itemsOfRow),
        removed: rows.filter(({ content }) => content === null).map(({ id }) => id),
        last: lastOfChanges(rows, { after, limit, last }),
      }
    },
    sweep: ({ readBefore, happenedBefore, max }) =>
      write(() => {
        const count = forgetRead.run(readBefore, max).changes
        return count + forgetOld.run(happenedBefore, max - count).changes
      }),
    removeOf: (person, at) =>
      write(() => {
        removeAll(aboutQuery.all(person), at)
        for (const statement of forgetPerson) statement.run(person)
      }),
    close,
  }
}

function rowOf(item: StoredItem, number: number): InboxRow {
  const { person, kind, about, id, other = null, content, at, received, readTo } = item
  return {
    person,
    kind,
    about,
    id,
    other,
    content: content === undefined ? null : JSON.stringify(content),
    at,
    number,
    received,
    read_to: readTo,
    read_at: item.readAt ?? null,
    removed_at: item.removedAt ?? null,
  }
}

function storedOfRow(row: InboxRow): StoredItem {
  const { person, kind, about, id, other, content, at, received, read_to, read_at, removed_at } = row
  return {
    person,
    kind,
    about,
    id,
    other: other ?? undefined,
    content: content === null ? undefined : JSON.parse(content),
    at,
    received,
    readTo: read_to,
    readAt: read_at ?? undefined,
    removedAt: removed_at ?? undefined,
  }
}

/** The item of a row, if it was not removed. */
function itemsOfRow(row: InboxRow): InboxItem[] {
  const { received: _received, readTo: _readTo, removedAt: _removedAt, content, ...rest } = storedOfRow(row)
  return content === undefined ? [] : [{ ...rest, content, number: row.number }]
}
