import type { DeliveryContent } from '#lib/store/deliveries.ts'

/** When what a delivery tells is over, in milliseconds since 1970; undefined if it does not end. */
export function validUntilOf(content: DeliveryContent): number | undefined {
  if (content.kind === 'match') return content.notice.validUntil
  return content.kind === 'digest' ? content.validUntil : undefined
}
