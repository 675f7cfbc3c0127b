import type { Collection, Document, MongoClient } from 'mongodb'
import {
  GROUP_MAX,
  HELD_MS_MAX,
  type DeliveryEnd,
  type GroupChange,
  type HeldRequest,
  type Hold,
  type HoldReason,
  type Release,
} from '#lib/store/deliveries.ts'
import { newId } from '#lib/ids/new-id.ts'
import { IN_ONE_ANSWER } from './in-one-answer.ts'
import { transact } from './transact.ts'

/** What a held delivery is found by. */
export interface HeldDocument {
  readonly _id: string
  readonly device: string
  readonly state: string
  readonly freeAt: number
  readonly heldFor?: HoldReason | undefined
  readonly lease?: string
}

/** The held groups of some due deliveries that nobody else leased: a device, a reason, and the name of the lease. */
export async function leaseHeldGroups(
  deliveries: Collection<HeldDocument>,
  { max, leaseMs, nowMs }: HeldRequest,
): Promise<{ readonly device: string; readonly heldFor: HoldReason; readonly lease: string }[]> {
  const farMs = nowMs + Math.max(leaseMs, HELD_MS_MAX)
  const isDue = {
    $or: [
      { state: 'held', freeAt: { $lte: nowMs } },
      { state: 'held', freeAt: { $gt: farMs } },
    ],
  }
  const options = { ...IN_ONE_ANSWER, projection: { device: 1, heldFor: 1 } }
  const due = await deliveries.find(isDue, options).sort({ freeAt: 1 }).limit(max).toArray()
  if (due.length === 0) return []
  const groups = new Map(
    due.flatMap(({ device, heldFor }) =>
      heldFor === undefined ? [] : [[`${heldFor} ${device}`, { device, heldFor }] as const],
    ),
  )
  const lease = newId()
  // All that is due of these groups, so that nobody else finds them.
  const isDueInGroups = [...groups.values()].flatMap((group) =>
    isDue.$or.map((term) => ({ ...group, ...term })),
  )
  await deliveries.updateMany({ $or: isDueInGroups }, { $set: { freeAt: nowMs + leaseMs, lease } })
  const isLeased = [...groups.values()].map((group) => ({ state: 'held', ...group, lease }))
  const claimed = await deliveries.find({ $or: isLeased }, options).toArray()
  const own = new Set(claimed.map(({ device, heldFor }) => `${heldFor} ${device}`))
  return [...groups].flatMap(([key, group]) => (own.has(key) ? [{ ...group, lease }] : []))
}

/** The options of a query for a held group. */
export const HELD_GROUP = { sort: { created: 1, _id: 1 }, limit: GROUP_MAX } as const

/** What a change of a held group needs. */
export interface HeldPorts {
  readonly client: MongoClient
  readonly deliveries: Collection<HeldDocument>
  /** The whole document of the digest. */
  readonly documentOf: (draft: NonNullable<GroupChange['digest']>['draft']) => HeldDocument
}

/** Changes held deliveries in a transaction; false, and nothing is changed, if one of them is no longer held. */
export async function closeHeldGroup(
  { client, deliveries, documentOf }: HeldPorts,
  { outcomes, digest }: GroupChange,
): Promise<boolean> {
  const told = digest?.told ?? []
  const ids = [...outcomes.map(({ id }) => id), ...told]
  return transact(client, async (session) => {
    const stillHeld = await deliveries.countDocuments({ _id: { $in: ids }, state: 'held' }, { session })
    if (stillHeld !== ids.length) return false
    // Many deliveries of a group have the same outcome.
    const same = Map.groupBy(outcomes, ({ id: _id, ...outcome }) => JSON.stringify(outcome))
    const updates = [...same.values()].flatMap(([first, ...others]) => {
      if (first === undefined) return []
      const named = { $in: [first, ...others].map(({ id }) => id) }
      return { updateMany: { filter: { _id: named, state: 'held' }, update: changeFor(first) } }
    })
    if (updates.length > 0) await deliveries.bulkWrite(updates, { session, ordered: false })
    if (digest !== undefined) {
      const change = { state: 'digested', sentAt: digest.atMs, digest: digest.draft.id }
      await deliveries.updateMany({ _id: { $in: [...told] }, state: 'held' }, { $set: change }, { session })
      await deliveries.insertOne(documentOf(digest.draft), { session })
    }
    return true
  })
}

function changeFor(outcome: DeliveryEnd | Hold | Release): Document {
  if (outcome.state === 'pending') return { $set: { state: 'pending', freeAt: 0 }, $unset: { reason: 1 } }
  if (outcome.state === 'held') {
    const { why, dueAtMs, reason } = outcome
    return { $set: { heldFor: why, freeAt: dueAtMs, reason } }
  }
  return { $set: { state: outcome.state, ...(outcome.reason !== undefined && { reason: outcome.reason }) } }
}
