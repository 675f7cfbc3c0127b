import { aNotice } from '#lib/builders/a-notice.ts'
import { pairKey } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { DeliveryDraft } from '#lib/store/deliveries.ts'

/** A valid delivery to the searching side of a match of its own. */
export function aDelivery(over: Partial<DeliveryDraft> = {}): DeliveryDraft {
  const notice = over.notice ?? aNotice()
  return {
    id: newId(),
    match: notice.match.id,
    pair: pairKey(notice.match.search, notice.match.offer),
    side: 0,
    person: 'seeker',
    device: 'seeker-phone',
    channel: 'onesignal',
    kind: 'match.found',
    notice,
    created: 1_760_000_000_000,
    ...over,
  }
}
