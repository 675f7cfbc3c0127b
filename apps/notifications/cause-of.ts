import type { MatchNotice } from '#lib/events/match-notice.ts'
import type { DeliveryContent } from '#lib/store/deliveries.ts'

/** The event that caused what a delivery tells; undefined if it is not one match. */
export function causeOf(content: DeliveryContent): MatchNotice['cause'] | undefined {
  return content.kind === 'match' ? content.notice.cause : undefined
}
