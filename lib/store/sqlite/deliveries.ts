import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DELIVERY_OUTBOX, DELIVERY_SCHEMA } from '#lib/store/sqlite/delivery-schema.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'

type DeliveryRow = Omit<Delivery, 'notice' | 'sentAt' | 'providerId' | 'reason'> & {
  readonly notice: string
  readonly sentAt: number | null
  readonly providerId: string | null
  readonly reason: string | null
}

const COLUMNS = `id, match, pair, side, person, device, kind, notice, created, state, attempts, sent_at as sentAt,
  provider_id as providerId, reason`

/**
 * Opens deliveries in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteDeliveryStore(url: string): Opened<DeliveryStore> {
  const tables = openTables(url, DELIVERY_SCHEMA)
  const { db, write, read, close } = tables
  const { keep, outbox } = createOutbox<OutgoingEvent>(tables, DELIVERY_OUTBOX)
  const insert = db.query(
    `insert into deliveries (id, match, pair, side, person, device, kind, notice, created, state, attempts, free_at)
     select $id, $match, $pair, $side, $person, $device, $kind, $notice, $created, 'pending', 0, 0
     where not exists (select 1 from withdrawn_matches where match = $match)
     on conflict do nothing`,
  )
  const lease = db.query<DeliveryRow, [number, number, number]>(
    `update deliveries set free_at = ?1, attempts = attempts + 1 where id in
       (select id from deliveries where state = 'pending' and free_at <= ?2 order by created, id limit ?3)
     returning ${COLUMNS}`,
  )
  const finish = db.query(
    `update deliveries set state = $state, sent_at = iif($state = 'sent', $atMs, null), provider_id = $providerId,
       reason = $reason where id = $id and state = 'pending'`,
  )
  const postpone = db.query(
    `update deliveries set free_at = ?2, reason = ?3 where id = ?1 and state = 'pending'`,
  )
  const markWithdrawn = db.query('insert or ignore into withdrawn_matches (match, at) values (?, ?)')
  const expire = db.query(
    `update deliveries set state = 'expired', reason = ?2 where match = ?1 and state = 'pending'`,
  )
  const lastSentQuery = db.query<{ sent_at: number }, [string, number, string]>(
    `select sent_at from deliveries where pair = ? and side = ? and state = 'sent' and match <> ?
     order by sent_at desc limit 1`,
  )
  const removeOf = db.query(
    `delete from deliveries where person = ?1 or json_extract(notice, '$.sides[0].person') = ?1
       or json_extract(notice, '$.sides[1].person') = ?1 or json_extract(notice, '$.cause.person') = ?1`,
  )

  return {
    add: (drafts) =>
      write(() => {
        const changes = drafts.map(
          (draft) => insert.run({ ...draft, notice: JSON.stringify(draft.notice) }).changes,
        )
        return changes.reduce((sum, count) => sum + count, 0)
      }),
    async lease(max, leaseMs, nowMs) {
      const rows = await write(() => lease.all(nowMs + leaseMs, nowMs, max))
      // What `returning` gives has no order of its own.
      return rows.map(deliveryOfRow).sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
    },
    finish: (id, { state, atMs, providerId = null, reason = null }, unsent) =>
      write(() => {
        if (finish.run({ id, state, atMs, providerId, reason }).changes === 0) return false
        keep(unsent)
        return true
      }),
    async postpone(id, dueAtMs, reason) {
      await write(() => postpone.run(id, dueAtMs, reason))
    },
    withdraw: (match, atMs, reason) =>
      write(() => {
        markWithdrawn.run(match, atMs)
        expire.run(match, reason)
      }),
    async lastSent(pair, side, exceptMatch) {
      return read(() => lastSentQuery.get(pair, side, exceptMatch))?.sent_at
    },
    async list({ person, state, limit }) {
      const terms = [
        ...(person === undefined ? [] : ['person = $person']),
        // The person's index is the better one where both are asked for.
        ...(state === undefined ? [] : [`${person === undefined ? '' : '+'}state = $state`]),
      ]
      const where = terms.length > 0 ? `where ${terms.join(' and ')}` : ''
      const sql = `select ${COLUMNS} from deliveries ${where} order by created desc, id desc limit $limit`
      const values = { limit, ...(person !== undefined && { person }), ...(state !== undefined && { state }) }
      return read(() => db.query<DeliveryRow, [typeof values]>(sql).all(values)).map(deliveryOfRow)
    },
    async removeOf(person) {
      await write(() => removeOf.run(person))
    },
    ...outbox,
    close,
  }
}

function deliveryOfRow({ notice, sentAt, providerId, reason, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    notice: JSON.parse(notice),
    sentAt: sentAt ?? undefined,
    providerId: providerId ?? undefined,
    reason: reason ?? undefined,
  }
}
