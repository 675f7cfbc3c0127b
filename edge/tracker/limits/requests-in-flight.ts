import { ProblemError } from '#lib/http/problem.ts'
import type { CountRefusal } from './count-refusals.ts'

/** Counts the calls in progress. */
export interface RequestsInFlight {
  /**
   * Counts the begin of a call.
   *
   * @throws {ProblemError} 503 if the limit is reached.
   */
  enter(): void
  leave(): void
}

/** Limit and ports of the count. */
export interface RequestsInFlightOptions {
  readonly max: number
  /** Ends the slow body that began first; false if there is no slow body. */
  readonly endSlowest: () => boolean
  readonly countRefusal: CountRefusal
}

/**
 * Opens the count. Clients that send bodies very slowly could hold all places; so at the limit the slowest body is ended to make
 * room.
 */
export function openRequestsInFlight(options: RequestsInFlightOptions): RequestsInFlight {
  const { max, endSlowest, countRefusal } = options
  let inFlight = 0
  return {
    enter() {
      if (inFlight >= max && !endSlowest()) {
        countRefusal('in_flight')
        throw new ProblemError({ status: 503, code: 'busy', detail: 'Too many calls are in progress' })
      }
      inFlight += 1
    },
    leave() {
      inFlight -= 1
    },
  }
}
