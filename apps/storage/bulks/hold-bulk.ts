import type { Caller } from '#lib/auth/caller.ts'
import { newId } from '#lib/ids/new-id.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { Bulk, BulkBegin } from '#lib/store/bulks.ts'
import type { BulkOptions } from './options.ts'

/** How long a bulk stays held after its last write. */
export const LEASE_MS = 60_000

/** How long others wait to be told of a run that is not done: somebody may go on with it. */
const GO_ON_MS = 60_000

/**
 * Begins a run, or goes on with it.
 *
 * @throws {ProblemError} 409 while another call holds the bulk of this owner.
 */
export async function holdBulk(
  { bulks }: Pick<BulkOptions, 'bulks'>,
  { owner, run, caller }: { readonly owner: string; readonly run: string; readonly caller: Caller },
): Promise<BulkBegin> {
  const begun = await bulks.begin({ owner, run, by: nameOf(caller), nowMs: Date.now(), leaseMs: LEASE_MS })
  if (begun.outcome === 'held') throw isHeld(begun.bulk, caller)
  return begun
}

/** Leaves a bulk. Matching is told at once when the run is done, and otherwise when nobody goes on with it. */
export async function leaveBulk(
  { bulks, bulkCourier }: Pick<BulkOptions, 'bulks' | 'bulkCourier'>,
  bulk: Bulk,
  isDone: boolean,
): Promise<boolean> {
  const now = Date.now()
  const end = isDone
    ? { isDone, dueAt: 0, events: [bulkWritten(bulk.owner, now)] }
    : { isDone, dueAt: now + GO_ON_MS, events: [] }
  const isLeft = await bulks.leave(bulk, end)
  if (isDone) bulkCourier.nudge()
  return isLeft
}

/** The event that offers of an owner were written. */
export function bulkWritten(owner: string, nowMs: number): OutgoingEvent {
  return { id: newId(), type: 'bud', time: nowMs, params: { owner } }
}

/** The problem of a call whose bulk another call holds now. */
export const TAKEN_OVER = {
  status: 409,
  code: 'bulk_taken_over',
  detail: 'Another call goes on with this bulk: what it wrote so far is stored',
} as const

function isHeld({ run, by, startedAt }: Bulk, caller: Caller): ProblemError {
  const since = new Date(startedAt).toISOString()
  // People do not learn which of the operators writes for them. The role comes first in the words.
  const [role = ''] = by.split(' ')
  const who = caller.role === 'person' ? role : by
  const detail = `A bulk of this owner is written now: run "${run}" by ${who}, begun at ${since}; try again after it`
  return new ProblemError({ status: 409, code: 'bulk_held', detail, headers: { 'retry-after': '5' } })
}

/** Who holds a bulk: a role, and the name. */
function nameOf(caller: Caller): string {
  if (caller.role === 'service') return `service "${caller.service}"`
  return caller.role === 'public' ? 'nobody' : `${caller.role} "${caller.person}"`
}
