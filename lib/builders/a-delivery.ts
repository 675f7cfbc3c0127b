import { aNotice } from '#lib/builders/a-notice.ts'
import { pairKey, type MatchNotice } from '#lib/events/match-notice.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { DeliveryDraft } from '#lib/store/deliveries.ts'

/** What a test says of a delivery: any field, or the notice and the side of its match. */
interface Over extends Partial<DeliveryDraft> {
  readonly notice?: MatchNotice
  readonly side?: number
}

/** A valid delivery to the searching side of a match of its own. */
export function aDelivery({ notice = aNotice(), side = 0, ...over }: Over = {}): DeliveryDraft {
  const pair = over.pair ?? pairKey(notice.match.search, notice.match.offer)
  return {
    id: newId(),
    match: notice.match.id,
    pair,
    ringKey: `pair ${side} ${pair}`,
    person: 'seeker',
    device: 'seeker-phone',
    channel: 'onesignal',
    content: { kind: 'match', notice, side },
    created: 1_760_000_000_000,
    ...over,
  }
}
