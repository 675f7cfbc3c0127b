import type { Outbox } from '#lib/store/outbox.ts'
import type { Tables } from '#lib/store/sqlite/open-tables.ts'

/** An outbox in a table, and the way to fill it. */
export interface OutboxTable<Event> {
  /** Adds events, except those whose id exists; call it in the transaction of the change that the events report. */
  readonly keep: (events: readonly Event[]) => void
  readonly outbox: Outbox<Event>
}

/** SQL that makes the table of an outbox. */
export function outboxTable(name: string): string {
  return `create table ${name} (
    sequence integer primary key autoincrement, id text not null unique,
    held_until real not null default 0, event text not null) strict`
}

/** The outbox in a table made by `outboxTable()`. */
export function createOutbox<Event extends { readonly id: string }>(
  { db, write }: Tables,
  name: string,
): OutboxTable<Event> {
  const insert = db.query(`insert or ignore into ${name} (id, event) values (?, ?)`)
  // Walks the key from its beginning and stops at the limit; the few leased ones are skipped.
  const lease = db.query<{ sequence: number; event: string }, [number, number, number]>(
    `update ${name} set held_until = ?1 where sequence in
       (select sequence from ${name} where sequence > 0 and held_until <= ?2 order by sequence limit ?3)
     returning sequence, event`,
  )
  const forget = db.query(`delete from ${name} where id in (select value from json_each(?))`)

  function keep(events: readonly Event[]): void {
    for (const event of events) insert.run(event.id, JSON.stringify(event))
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
