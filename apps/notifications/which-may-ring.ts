import { timeOfId } from '#lib/ids/time-of-id.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { CausedRing, RingStore } from '#lib/store/rings.ts'
import { causeOf } from './cause-of.ts'

/** How long an account is new, and how many rings at other people it may cause per hour during that time; 0 in either: no limit. */
export interface NewAccounts {
  readonly newMs: number
  readonly ringsPerHour: number
}

/** The dependencies of the limit. */
export interface RingPorts {
  readonly rings: Pick<RingStore, 'take' | 'giveBack'>
  readonly newAccounts: NewAccounts
}

const HOUR_MS = 3_600_000

/**
 * The ids of those deliveries that do not exceed the limit of rings at other people that a new account may cause per hour; the
 * answer for one delivery never changes. A ring counts in the hour of its cause, not of its sending, so that deliveries held back
 * by their channel do not count in one hour. Ids without a time, such as those of importers, are never new.
 */
export async function whichMayRing(
  deliveries: readonly Delivery[],
  { rings, newAccounts }: RingPorts,
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const limited: CausedRing[] = []
  const free: string[] = []
  for (const delivery of deliveries) {
    const causer = newCauserOf(delivery, newAccounts, nowMs)
    if (causer === undefined) free.push(delivery.id)
    else limited.push({ person: causer, delivery: delivery.id, atMs: delivery.created })
  }
  if (limited.length === 0) return new Set(free)
  const taken = await rings.take(limited, { max: newAccounts.ringsPerHour, windowMs: HOUR_MS })
  return new Set([...free, ...taken])
}

/** The new account that caused a ring at another person; undefined for a ring that is not limited. */
function newCauserOf(
  { person, content, heldFor }: Delivery,
  { newMs, ringsPerHour }: NewAccounts,
  nowMs: number,
): string | undefined {
  const causer = causeOf(content)?.person
  // Rings at the account's own devices are not limited. What was held was counted before.
  if (heldFor !== undefined) return undefined
  if (causer === undefined || causer === person || newMs === 0 || ringsPerHour === 0) return undefined
  const madeAt = timeOfId(causer)
  return madeAt === undefined || nowMs - madeAt >= newMs ? undefined : causer
}
