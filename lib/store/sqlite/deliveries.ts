import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import {
  GROUP_MAX,
  HELD_MS_MAX,
  isUrgent,
  POSTPONED_MS_MAX,
  type CallTimes,
  type Delivery,
  countsByMatch,
  matchOf,
  SILENT_STATES,
  type DeliveryDraft,
  type DeliveryEnd,
  type DeliveryOutcome,
  type DeliveryStore,
  type MatchCount,
  type Digesting,
  type GroupChange,
  type HeldGroup,
  type HeldRequest,
  type Hold,
  type HoldReason,
  type LeaseRequest,
  type LaterField,
  type Postponement,
} from '#lib/store/deliveries.ts'
import type { Opened } from '#lib/store/opened.ts'
import { DELIVERY_OUTBOX, DELIVERY_SCHEMA } from '#lib/store/sqlite/delivery-schema.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox } from '#lib/store/sqlite/outbox.ts'

/** The lease with which a delivery is stored. */
type BeginningLease = Pick<LeaseRequest, 'leaseMs' | 'nowMs'> | typeof UNLEASED

type DeliveryRow = Omit<Delivery, 'content' | LaterField> & { readonly content: string } & {
  readonly [Key in LaterField]: NonNullable<Delivery[Key]> | null
}

const COLUMNS = `id, match, pair, ring_key as ringKey, person, device, channel, content, created, state, attempts,
  leased_at as leasedAt, called_at as calledAt, answered_at as answeredAt, sent_at as sentAt, provider_id as providerId, reason,
  held_for as heldFor, digest, opened_at as openedAt, dismissed_at as dismissedAt`

const NOTE_CALL = `called_at = ifnull($calledAt, called_at), answered_at = ifnull($answeredAt, answered_at)`

/** The channel of deliveries from an older version, which stored no channel. */
const UNKNOWN_CHANNEL = ''
/** No lease: it is due at once. */
const UNLEASED = { leaseMs: null, nowMs: null } as const

/**
 * Opens the delivery store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteDeliveryStore(url: string): Opened<DeliveryStore> {
  const tables = openTables(url, DELIVERY_SCHEMA)
  const { db, write, read, close } = tables
  const { keep, outbox } = createOutbox<OutgoingEvent>(tables, DELIVERY_OUTBOX)
  const insert = db.query(
    `insert into deliveries
       (id, match, pair, side, ring_key, person, device, channel, kind, content, created, urgent, state, attempts, free_at,
        leased_at)
     select $id, $match, $pair, $side, $ringKey, $person, $device, $channel, $kind, $content, $created, $urgent, 'pending', 0,
       ifnull($leasedAt + $leaseMs, 0), $leasedAt
     where not exists (select 1 from withdrawn_matches where match = $withdrawable)
     on conflict do nothing`,
  )
  const makeRoom = db.query(
    `update deliveries set match = match || ' ' || id
     where match = $match and side = 0 and device = $device and kind = 'message'
       and state in (${SILENT_STATES.map((state) => `'${state}'`).join()})
       and ifnull(json_extract(content, '$.received'), 0) < $received`,
  )
  // `free_at` is 0 until something was tried.
  const dueQuery = db.query<{ id: string }, [string, number, number, number, number]>(
    `select id from deliveries where state = 'pending' and channel = ? and urgent = ? and free_at > ? and free_at <= ?
     order by free_at, created, id limit ?`,
  )
  const hold = db.query<DeliveryRow, [string, number, number]>(
    `update deliveries set free_at = ?2, leased_at = ?3 where id in (select value from json_each(?1))
     returning ${COLUMNS}`,
  )
  const finish = db.query(
    `update deliveries set state = $state, sent_at = iif($state = 'sent', $atMs, null), provider_id = $providerId,
       reason = $reason, attempts = attempts + $tries, ${NOTE_CALL} where id = $id and state = 'pending'`,
  )
  const postpone = db.query(
    `update deliveries set free_at = $dueAtMs, reason = ifnull($reason, reason), attempts = attempts + $tries,
       ${NOTE_CALL} where id = $id and state = 'pending'`,
  )
  const holdBack = db.query(
    `update deliveries set state = 'held', free_at = $dueAtMs, held_for = $why, reason = $reason
     where id = $id and state = $from`,
  )
  const release = db.query(
    `update deliveries set state = 'pending', free_at = 0, reason = null where id = ? and state = 'held'`,
  )
  const finishHeld = db.query(
    `update deliveries set state = $state, reason = $reason where id = $id and state = 'held'`,
  )
  const tell = db.query(
    `update deliveries set state = 'digested', sent_at = ?2, digest = ?3
     where id in (select value from json_each(?1)) and state = 'held'`,
  )
  const heldQuery = db.query<{ device: string; why: HoldReason }, [number, number, number]>(
    `select device, held_for as why from deliveries where state = 'held' and free_at > ? and free_at <= ?
     order by free_at limit ?`,
  )
  const leaseHeld = db.query(
    `update deliveries set free_at = $untilMs where state = 'held' and device = $device and held_for = $why
       and (free_at <= $nowMs or free_at > $farMs)`,
  )
  const groupQuery = db.query<DeliveryRow, [string, string]>(
    `select ${COLUMNS} from deliveries where state = 'held' and device = ? and held_for = ?
     order by created, id limit ${GROUP_MAX}`,
  )
  const lastDueQuery = db.query<{ lastMs: number }, [string, string]>(
    `select max(free_at) as lastMs from deliveries where state = 'held' and device = ? and held_for = ?`,
  )
  const countHeld = db.query<{ count: number }, [string]>(
    `select count(*) as count from json_each(?1) join deliveries on deliveries.id = json_each.value
     where deliveries.state = 'held'`,
  )
  const forget = db.query(
    `delete from deliveries where id in
       (select id from deliveries where created < ?1 and state not in ('pending', 'held')
        order by created, id limit ?2)`,
  )
  const forgetWithdrawn = db.query(
    `delete from withdrawn_matches where match in
       (select match from withdrawn_matches where at < ?1 order by at limit ?2)`,
  )
  const routes = (['pending', 'held'] as const).map((state) =>
    db.query(
      `update deliveries set channel = ?2
       where device in (select value from json_each(?1)) and state = '${state}'`,
    ),
  )
  // What the other device is told already would be there twice.
  const handOvers = (['pending', 'held'] as const).map((state) =>
    db.query(
      `update or ignore deliveries set device = $device, channel = $channel
       where device = $from and person = $person and state = '${state}'`,
    ),
  )
  const waitingQuery = db.query<{ channel: string; count: number }, []>(
    `select channel, count(*) as count from deliveries where state = 'pending' group by channel`,
  )
  const markWithdrawn = db.query('insert or ignore into withdrawn_matches (match, at) values (?, ?)')
  const withdrawnQuery = db.query<{ match: string }, [string]>(
    'select match from withdrawn_matches where match in (select value from json_each(?))',
  )
  const expire = db.query(
    `update deliveries set state = 'expired', reason = ?2 where match = ?1 and state in ('pending', 'held')`,
  )
  const expireMessages = db.query(
    `update deliveries set state = 'expired', reason = ?2
     where json_extract(content, '$.match') = ?1 and kind = 'message' and state in ('pending', 'held')`,
  )
  const endMessages = db.query(
    `update deliveries set state = 'expired', reason = ?3
     where pair = ?1 and person = ?2 and kind = 'message' and state in ('pending', 'held')`,
  )
  const rungQuery = db.query<{ id: string }, [string, number, number]>(
    `select json_each.value ->> 'id' as id from json_each(?1) where exists
       (select 1 from deliveries where ring_key = json_each.value ->> 'ringKey' and ring_key <> ''
          and state in ('sent', 'digested') and sent_at > ?2 and sent_at < ?3 and match <> json_each.value ->> 'match')`,
  )
  const matchesQuery = db.query<MatchCount, [string]>(
    `select match, state, count(*) as count from deliveries where match in (select value from json_each(?))
     group by match, state`,
  )
  const reactQueries = {
    opened: db.query(
      `update deliveries set opened_at = ifnull(opened_at, ?3) where provider_id = ?2 and channel = ?1`,
    ),
    dismissed: db.query(
      `update deliveries set dismissed_at = ifnull(dismissed_at, ?3) where provider_id = ?2 and channel = ?1`,
    ),
  }
  const findQuery = db.query<DeliveryRow, [string]>(`select ${COLUMNS} from deliveries where id = ?`)
  const matchQuery = db.query<DeliveryRow, [string]>(`select ${COLUMNS} from deliveries where match = ?`)
  const retry = db.query<{ id: string }, [string, string]>(
    `update deliveries set state = 'pending', free_at = 0, attempts = 0, reason = null, held_for = null
     where id in (select value from json_each(?1)) and state in (select value from json_each(?2))
       and not exists (select 1 from withdrawn_matches
         where match = iif(kind = 'message', json_extract(content, '$.match'), deliveries.match))
     returning id`,
  )
  const removeOf = db.query(
    `delete from deliveries where person = ?1 or json_extract(content, '$.notice.sides[0].person') = ?1
       or json_extract(content, '$.notice.sides[1].person') = ?1
       or json_extract(content, '$.notice.cause.person') = ?1`,
  )

  function addOne(draft: DeliveryDraft, lease: BeginningLease = UNLEASED): number {
    const { match, device, content } = draft
    if (content.kind === 'message') makeRoom.run({ match, device, received: content.received ?? 0 })
    return insert.run({ ...rowOf(draft), leasedAt: lease.nowMs, leaseMs: lease.leaseMs }).changes
  }

  function endOne(end: DeliveryEnd): void {
    const { id, state, atMs, isTry = false, providerId = null, reason = null, event, call } = end
    const { changes } = finish.run({
      id,
      state,
      atMs,
      providerId,
      reason,
      tries: Number(isTry),
      ...columnsOf(call),
    })
    if (changes > 0 && event !== undefined) keep([event])
  }

  function postponeOne({ id, dueAtMs, reason, isTry, call }: Postponement): void {
    postpone.run({ id, dueAtMs, reason: reason ?? null, tries: Number(isTry), ...columnsOf(call) })
  }

  function holdOne({ id, why, dueAtMs, reason }: Hold, from: 'pending' | 'held'): void {
    holdBack.run({ id, why, dueAtMs, reason, from })
  }

  function settleOne(outcome: DeliveryOutcome): void {
    if (outcome.state === 'pending') postponeOne(outcome)
    else if (outcome.state === 'held') holdOne(outcome, 'pending')
    else endOne(outcome)
  }

  function changeHeld(outcome: GroupChange['outcomes'][number]): void {
    if (outcome.state === 'pending') release.run(outcome.id)
    else if (outcome.state === 'held') holdOne(outcome, 'held')
    else finishHeld.run({ id: outcome.id, state: outcome.state, reason: outcome.reason ?? null })
  }

  function storeDigest({ draft, told, atMs }: Digesting): void {
    addOne(draft)
    tell.run(JSON.stringify(told), atMs, draft.id)
  }

  /** Leases the held groups of some due deliveries. */
  function leaseGroups({ max, leaseMs, nowMs }: HeldRequest): HeldGroup[] {
    const farMs = nowMs + Math.max(leaseMs, HELD_MS_MAX)
    const due = [...heldQuery.all(-1, nowMs, max), ...heldQuery.all(farMs, Number.MAX_VALUE, max)]
    const groups = new Map(due.map(({ device, why }) => [`${why} ${device}`, { device, why }]))
    // Before the leases, which change when deliveries are due.
    const found = [...groups.values()].map(({ device, why }) => {
      const { lastMs = 0 } = lastDueQuery.get(device, why) ?? {}
      const deliveries = groupQuery.all(device, why).map(deliveryOfRow)
      const isLater = lastMs > nowMs && lastMs <= farMs
      return { device, why, deliveries, nextDueMs: isLater ? lastMs : undefined }
    })
    for (const { device, why } of found)
      leaseHeld.run({ device, why, nowMs, farMs, untilMs: nowMs + leaseMs })
    return found
  }

  return {
    add: (drafts) =>
      write(() => {
        const changes = drafts.map((draft) => addOne(draft))
        return changes.reduce((sum, count) => sum + count, 0)
      }),
    addLeased: (drafts, lease) =>
      write(() =>
        drafts
          .filter((draft) => addOne(draft, lease) > 0)
          .map((draft) => ({ ...draft, state: 'pending' as const, attempts: 0, leasedAt: lease.nowMs })),
      ),
    async lease({ channel, max, leaseMs, nowMs }) {
      const rows = await write(() => {
        const farMs = nowMs + Math.max(leaseMs, POSTPONED_MS_MAX)
        const due: string[] = []
        for (const urgent of [1, 0])
          for (const [from, to] of [[-1, nowMs] as const, [farMs, Number.MAX_VALUE] as const])
            for (const each of [channel, UNKNOWN_CHANNEL]) {
              const found = dueQuery.all(each, urgent, from, to, max - due.length)
              due.push(...found.map(({ id }) => id))
            }
        if (due.length === 0) return []
        // They come back in any order.
        const places = new Map(due.map((id, place) => [id, place]))
        const placeOf = ({ id }: DeliveryRow) => places.get(id) ?? 0
        return hold
          .all(JSON.stringify(due), nowMs + leaseMs, nowMs)
          .toSorted((a, b) => placeOf(a) - placeOf(b))
      })
      return rows.map(deliveryOfRow)
    },
    settle: (outcomes) =>
      write(() => {
        for (const outcome of outcomes) settleOne(outcome)
      }),
    leaseHeld: (request) => write(() => leaseGroups(request)),
    closeHeld: ({ outcomes, digest }) =>
      write(() => {
        const ids = [...outcomes.map(({ id }) => id), ...(digest?.told ?? [])]
        if (countHeld.get(JSON.stringify(ids))?.count !== ids.length) return false
        for (const outcome of outcomes) changeHeld(outcome)
        if (digest !== undefined) storeDigest(digest)
        return true
      }),
    forget: (beforeMs, max) =>
      write(() => {
        forgetWithdrawn.run(beforeMs, max)
        return forget.run(beforeMs, max).changes
      }),
    async route(devices, channel) {
      await write(() => {
        for (const route of routes) route.run(JSON.stringify(devices), channel)
      })
    },
    async handOver(from, { device, person, channel }) {
      await write(() => {
        for (const handOver of handOvers) handOver.run({ from, device, person, channel })
      })
    },
    async waiting() {
      return new Map(read(() => waitingQuery.all()).map(({ channel, count }) => [channel, count]))
    },
    withdraw: (matches, atMs, reason) =>
      write(() => {
        for (const match of matches) {
          markWithdrawn.run(match, atMs)
          expire.run(match, reason)
          expireMessages.run(match, reason)
        }
      }),
    async withdrawnAmong(matches) {
      const rows = read(() => withdrawnQuery.all(JSON.stringify(matches)))
      return new Set(rows.map(({ match }) => match))
    },
    endMessages: (readers, reason) =>
      write(() => {
        for (const { channel, person } of readers) endMessages.run(channel, person, reason)
      }),
    async rungRecently(deliveries, { nowMs, windowMs }) {
      const asked = JSON.stringify(deliveries.map(({ id, ringKey, match }) => ({ id, ringKey, match })))
      const rung = read(() => rungQuery.all(asked, nowMs - windowMs, nowMs + windowMs))
      return new Set(rung.map(({ id }) => id))
    },
    async find(id) {
      const row = read(() => findQuery.get(id))
      return row === null ? undefined : deliveryOfRow(row)
    },
    async ofMatch(match) {
      return read(() => matchQuery.all(match)).map(deliveryOfRow)
    },
    async retry(ids, states) {
      const rows = await write(() => retry.all(JSON.stringify(ids), JSON.stringify(states)))
      return new Set(rows.map(({ id }) => id))
    },
    async list({ person, device, state, limit }) {
      const terms = [
        ...(person === undefined ? [] : ['person = $person']),
        // The person's index is the better one where more is asked for.
        ...(device === undefined ? [] : ['+device = $device']),
        ...(state === undefined ? [] : [`${person === undefined ? '' : '+'}state = $state`]),
      ]
      const where = terms.length > 0 ? `where ${terms.join(' and ')}` : ''
      const sql = `select ${COLUMNS} from deliveries ${where} order by created desc, id desc limit $limit`
      const values = {
        limit,
        ...(person !== undefined && { person }),
        ...(device !== undefined && { device }),
        ...(state !== undefined && { state }),
      }
      return read(() => db.query<DeliveryRow, [typeof values]>(sql).all(values)).map(deliveryOfRow)
    },
    async countOfMatches(matches) {
      return countsByMatch(read(() => matchesQuery.all(JSON.stringify(matches))))
    },
    react: ({ channel, providerId, kind, atMs }) =>
      write(() => reactQueries[kind].run(channel, providerId, atMs).changes > 0),
    async removeOf(person) {
      await write(() => removeOf.run(person))
    },
    ...outbox,
    close,
  }
}

function rowOf({ content, ...draft }: DeliveryDraft) {
  const side = content.kind === 'match' ? content.side : 0
  const urgent = Number(isUrgent(content))
  const withdrawable = matchOf({ ...draft, content })
  return { ...draft, kind: content.kind, side, urgent, content: JSON.stringify(content), withdrawable }
}

function columnsOf(call: CallTimes | undefined) {
  return { calledAt: call?.calledAt ?? null, answeredAt: call?.answeredAt ?? null }
}

function deliveryOfRow({
  content,
  leasedAt,
  calledAt,
  answeredAt,
  sentAt,
  providerId,
  reason,
  heldFor,
  digest,
  openedAt,
  dismissedAt,
  ...row
}: DeliveryRow): Delivery {
  return {
    ...row,
    content: JSON.parse(content),
    leasedAt: leasedAt ?? undefined,
    calledAt: calledAt ?? undefined,
    answeredAt: answeredAt ?? undefined,
    sentAt: sentAt ?? undefined,
    providerId: providerId ?? undefined,
    reason: reason ?? undefined,
    heldFor: heldFor ?? undefined,
    digest: digest ?? undefined,
    openedAt: openedAt ?? undefined,
    dismissedAt: dismissedAt ?? undefined,
  }
}
