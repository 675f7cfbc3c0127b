import { isShareOf } from '#lib/event-bus/sqlite/is-share-of.ts'
import type { Partition } from '#lib/event-bus/sqlite/open-topics.ts'
import type { Log } from '#lib/sqlite/log.ts'
import { readNow } from '#lib/sqlite/open-database.ts'
import { isGone, newOwner } from '#lib/sqlite/owner.ts'

// We cannot check the process of a member on another machine: without a renewal for this long, it loses its leases.
const LEASE_MS = 30_000
const RENEW_MS = 5_000

/** The part of one member in a group: which slots it may handle. */
export interface Membership {
  /** Makes this reader a member; call it inside a transaction. */
  readonly join: () => void
  /** Adjusts the leases to the current members. It opens a transaction only when there is something to change. */
  readonly keep: (slotsInHand: ReadonlySet<number>) => Promise<void>
  /** True for a slot that this member holds and should keep. */
  readonly has: (slot: number) => boolean
  /** True when this member holds the lease on a slot; call it inside a transaction. */
  readonly isHolder: (slot: number) => boolean
  readonly leave: () => Promise<void>
}

interface MemberRow {
  readonly owner: string
  /** Names separated by blanks. */
  readonly topics: string
  readonly renewedAt: number
}

/** A membership in a group of a log, for a reader of these partitions. */
export function createMembership(log: Log, group: string, partitions: readonly Partition[]): Membership {
  const { db } = log.database
  const { name, release } = newOwner()
  const topics = [...new Set(partitions.map(({ topic }) => topic))].join(' ')
  const renew = db.query('insert or replace into bus_members values (?, ?, ?, ?)')
  const remove = db.query('delete from bus_members where group_name = ? and owner = ?')
  const membersQuery = db.query<MemberRow, [string]>(
    'select owner, topics, renewed_at as renewedAt from bus_members where group_name = ?',
  )
  const leasesQuery = db.query<{ slot: number; owner: string }, [string]>(
    'select slot, owner from bus_leases where group_name = ?',
  )
  const leaseQuery = db.query<{ owner: string }, [string, number]>(
    'select owner from bus_leases where group_name = ? and slot = ?',
  )
  const lease = db.query('insert into bus_leases values (?, ?, ?)')
  const giveUp = db.query('delete from bus_leases where group_name = ? and slot = ?')
  const giveUpAll = db.query('delete from bus_leases where group_name = ? and owner = ?')

  let renewAt = 0
  let held: ReadonlySet<number> = new Set()

  /** The current state of the group, and what should change in it. */
  function look(slotsInHand: ReadonlySet<number>) {
    const rows = readNow(log.database, () => membersQuery.all(group))
    const leases = readNow(log.database, () => leasesQuery.all(group))
    const now = Date.now()
    const members = rows.filter((row) => row.owner === name || !isVoid(row, now))
    const sharers = members.map((row) => ({ owner: row.owner, topics: row.topics.split(' ') }))
    const living = new Set(members.map(({ owner }) => owner))
    const leased = new Set(leases.filter(({ owner }) => living.has(owner)).map(({ slot }) => slot))
    const own = leases.filter(({ owner }) => owner === name).map(({ slot }) => slot)
    const share = new Set(
      partitions.filter((partition) => isShareOf(name, partition, sharers)).map(({ slot }) => slot),
    )
    return {
      isMember: living.has(name),
      dead: rows.filter(({ owner }) => !living.has(owner)).map(({ owner }) => owner),
      orphaned: leases.filter(({ slot }) => !leased.has(slot)).map(({ slot }) => slot),
      excess: own.filter((slot) => !share.has(slot) && !slotsInHand.has(slot)),
      missing: [...share].filter((slot) => !leased.has(slot)),
      kept: new Set(own.filter((slot) => share.has(slot))),
    }
  }

  function settle(slotsInHand: ReadonlySet<number>): void {
    renew.run(group, name, topics, Date.now())
    const { dead, orphaned, excess, missing } = look(slotsInHand)
    for (const owner of dead) remove.run(group, owner)
    for (const slot of [...orphaned, ...excess]) giveUp.run(group, slot)
    for (const slot of missing) lease.run(group, slot, name)
    held = look(slotsInHand).kept
  }

  async function keep(slotsInHand: ReadonlySet<number>): Promise<void> {
    const { isMember, dead, orphaned, excess, missing, kept } = look(slotsInHand)
    held = kept
    const isSettled = isMember && [dead, orphaned, excess, missing].every((list) => list.length === 0)
    if (isSettled && performance.now() < renewAt) return
    await log.write(() => settle(slotsInHand))
    renewAt = performance.now() + RENEW_MS
  }

  async function leave(): Promise<void> {
    // Release the name first: if the write fails, other members still see that this one is gone.
    release()
    await log.write(() => {
      giveUpAll.run(group, name)
      remove.run(group, name)
    })
  }

  return {
    join: () => settle(new Set()),
    keep,
    has: (slot) => held.has(slot),
    isHolder: (slot) => leaseQuery.get(group, slot)?.owner === name,
    leave,
  }
}

function isVoid({ owner, renewedAt }: MemberRow, nowMs: number): boolean {
  return isGone(owner) || renewedAt < nowMs - LEASE_MS
}
