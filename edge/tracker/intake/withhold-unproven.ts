import { refuseUnproven } from '../write-keys/create-write-key-check.ts'
import type { PendingAppend } from './pending-append.ts'

/**
 * Keeps nothing of a phone's call that had to prove a device and did not. If it has no good event, no retry can prove one: it is
 * answered with success, so that the phone deletes it.
 *
 * @throws {ProblemError} 401 if it has a good event: a retry with the right device key can succeed.
 */
export function withholdUnproven({ entries, identities }: PendingAppend): void {
  if (identities.size > 0) throw refuseUnproven()
  entries.length = 0
}
