import type { Outbox } from '#lib/store/outbox.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'

/** An outbox in a table, and the way to fill it. */
export interface OutboxTable<Event> {
  /**
   * Adds events, except those whose id exists; call it in the transaction of the change that the events report. Events about one
   * thing, such as a match, are sent in order: a later one is not leased while an earlier one is leased. Nobody else leases the events
   * before `heldUntilMs`.
   */
  readonly keep: (
    events: readonly Event[],
    options?: { readonly about?: string; readonly heldUntilMs?: number | undefined },
  ) => void
  readonly outbox: Outbox<Event>
}

/** SQL that makes the table of an outbox. */
export function outboxTable(name: string): string {
  return `create table ${name} (
    sequence integer primary key autoincrement, id text not null unique,
    held_until real not null default 0, event text not null) strict`
}

/** SQL that gives an outbox of `outboxTable()` the column that keeps events about one thing in order. */
export function outboxOwners(name: string): string {
  return `alter table ${name} add column about text not null default '';
    create index ${name}_about on ${name} (about, sequence) where about <> ''`
}

/** The outbox in a table made by `outboxTable()` and `outboxOwners()`. */
export function createOutbox<Event extends { readonly id: string }>(
  { db, write }: Tables,
  name: string,
): OutboxTable<Event> {
  const insert = db.query(`insert or ignore into ${name} (id, event, about, held_until) values (?, ?, ?, ?)`)
  // Walks the key from its beginning and stops at the limit; the few leased ones are skipped.
  const lease = db.query<{ sequence: number; event: string }, [number, number, number]>(
    `update ${name} set held_until = ?1 where sequence in
       (select sequence from ${name} as free where sequence > 0 and held_until <= ?2
          and not exists (select 1 from ${name} as earlier where earlier.about = free.about and earlier.about <> ''
            and earlier.sequence < free.sequence and earlier.held_until > ?2)
        order by sequence limit ?3)
     returning sequence, event`,
  )
  const forget = db.query(`delete from ${name} where id in (select value from json_each(?))`)

  const keep: OutboxTable<Event>['keep'] = (events, { about = '', heldUntilMs = 0 } = {}) => {
    for (const event of events) insert.run(event.id, JSON.stringify(event), about, heldUntilMs)
  }

  function parse(text: string): Event {
    const event: Event = JSON.parse(text)
    return event
  }

  const outbox: Outbox<Event> = {
    async leaseUnsent(max, leaseMs, nowMs) {
      const rows = await write(() => lease.all(nowMs + leaseMs, nowMs, max))
      // `returning` does not guarantee an order.
      return rows.sort((a, b) => a.sequence - b.sequence).map(({ event }) => parse(event))
    },
    async markSent(ids) {
      if (ids.length > 0) await write(() => forget.run(JSON.stringify(ids)))
    },
  }
  return { keep, outbox }
}
