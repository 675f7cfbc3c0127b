import { timeOfId } from '#lib/ids/time-of-id.ts'
import type { Delivery } from '#lib/store/deliveries.ts'
import type { RingStore } from '#lib/store/rings.ts'

/** How long an account is new, and how many rings of others it may cause in an hour until then; 0 in either: no limit. */
export interface NewAccounts {
  readonly newMs: number
  readonly ringsPerHour: number
}

/** What the limit stands on. */
export interface RingPorts {
  readonly rings: RingStore
  readonly newAccounts: NewAccounts
}

const HOUR_MS = 3_600_000

/**
 * False where a new account caused enough rings of others within an hour; of the same delivery the answer stays. A ring counts
 * in the hour in which it was caused: what had to wait for its channel is not all of the hour in which it is sent. Ids that do
 * not tell when they were made, such as those of importers, are of no new account.
 */
export async function mayRing(
  { id, person, notice, created }: Delivery,
  { rings, newAccounts }: RingPorts,
  nowMs: number,
): Promise<boolean> {
  const { person: causer } = notice.cause
  const { newMs, ringsPerHour } = newAccounts
  // The phone of the one who caused it bothers nobody else.
  if (causer === undefined || causer === person || newMs === 0 || ringsPerHour === 0) return true
  const madeAt = timeOfId(causer)
  if (madeAt === undefined || nowMs - madeAt >= newMs) return true
  return rings.take({ person: causer, delivery: id, atMs: created }, { max: ringsPerHour, windowMs: HOUR_MS })
}
