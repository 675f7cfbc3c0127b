import { ProblemError } from '#lib/http/problem.ts'
import type { CountRefusal } from './count-refusals.ts'

/** Counts the calls that are in hand. */
export interface RequestsInFlight {
  /**
   * Counts a call in.
   *
   * @throws {ProblemError} 503 where as many are in hand as may be.
   */
  enter(): void
  leave(): void
}

/** How many calls may be in hand, and who may have to go for one more. */
export interface RequestsInFlightOptions {
  readonly max: number
  /** Ends the call whose body has been coming for longest; false where none came slowly. */
  readonly endSlowest: () => boolean
  readonly countRefusal: CountRefusal
}

/**
 * Opens the count. Whoever lets bodies trickle would hold every place for as long as a body may take: where all are taken, the
 * slowest body makes room.
 */
export function openRequestsInFlight(options: RequestsInFlightOptions): RequestsInFlight {
  const { max, endSlowest, countRefusal } = options
  let inFlight = 0
  return {
    enter() {
      if (inFlight >= max && !endSlowest()) {
        countRefusal('in_flight')
        throw new ProblemError({ status: 503, code: 'busy', detail: 'Too many calls are in hand' })
      }
      inFlight += 1
    },
    leave() {
      inFlight -= 1
    },
  }
}
