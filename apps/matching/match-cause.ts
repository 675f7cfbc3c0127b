import { serviceSource } from '#lib/events/event.ts'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { Block } from '#lib/store/blocks.ts'

/** Why a match begins or ends. */
export type MatchCause = MatchNotice['cause']

/** A block as the cause of the end of a match. */
export function blockCause({ id, since }: Block): MatchCause {
  return { source: serviceSource('matching'), id, time: since, reason: 'block' }
}
