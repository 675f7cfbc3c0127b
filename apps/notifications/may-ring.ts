import { timeOfId } from '#lib/ids/time-of-id.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { RingStore } from '#lib/store/rings.ts'

/** How long an account is new, and how many rings at other people it may cause per hour during that time; 0 in either: no limit. */
export interface NewAccounts {
  readonly newMs: number
  readonly ringsPerHour: number
}

/** The dependencies of the limit. */
export interface RingPorts {
  readonly rings: RingStore
  readonly newAccounts: NewAccounts
}

const HOUR_MS = 3_600_000

/**
 * False when a new account has reached its limit of rings at other people per hour; the answer for one delivery never changes. A
 * ring counts in the hour of its cause, not of its sending, so that deliveries held back by their channel do not count in one
 * hour. Ids without a time, such as those of importers, are never new.
 */
export async function mayRing(
  { id, person, notice, created }: Delivery,
  { rings, newAccounts }: RingPorts,
  nowMs: number,
): Promise<boolean> {
  const { person: causer } = notice.cause
  const { newMs, ringsPerHour } = newAccounts
  // Rings at the account's own devices are not limited.
  if (causer === undefined || causer === person || newMs === 0 || ringsPerHour === 0) return true
  const madeAt = timeOfId(causer)
  if (madeAt === undefined || nowMs - madeAt >= newMs) return true
  return rings.take({ person: causer, delivery: id, atMs: created }, { max: ringsPerHour, windowMs: HOUR_MS })
}
