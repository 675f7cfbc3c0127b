import { ProblemError } from '#lib/http/problem.ts'

/** How many bodies of one owner a process reads at once. One of them holds the bulk; the others are about to end. */
export const CALLS_MAX = 4

/** A call that writes a bulk. */
export interface BulkCall {
  /** Aborted when a later call of this process has taken the bulk over. */
  readonly signal: AbortSignal
  /** Ends the calls that held the bulk of this owner before: this one holds it now. */
  takeOver(): void
  leave(): void
}

/** The calls that write bulks in this process. */
export interface BulkCalls {
  /**
   * Enters a call, until it leaves.
   *
   * @throws {ProblemError} 409 when too many calls write for this owner.
   */
  enter(owner: string): BulkCall
}

/** Opens the list of calls. */
export function openBulkCalls(): BulkCalls {
  const callsOf = new Map<string, Set<AbortController>>()
  const holderOf = new Map<string, AbortController>()

  return {
    enter(owner) {
      const calls = callsOf.get(owner) ?? new Set()
      if (calls.size >= CALLS_MAX) throw tooManyCalls()
      const call = new AbortController()
      callsOf.set(owner, calls.add(call))
      return {
        signal: call.signal,
        takeOver() {
          holderOf.get(owner)?.abort()
          holderOf.set(owner, call)
        },
        leave() {
          calls.delete(call)
          if (holderOf.get(owner) === call) holderOf.delete(owner)
          if (calls.size === 0) callsOf.delete(owner)
        },
      }
    },
  }
}

function tooManyCalls(): ProblemError {
  const detail = `At most ${CALLS_MAX} calls write for one owner at once: try again when one has ended`
  return new ProblemError({ status: 409, code: 'bulk_held', detail, headers: { 'retry-after': '5' } })
}
