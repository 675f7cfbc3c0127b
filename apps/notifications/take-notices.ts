import { decodeEvent } from '#lib/events/decode-event.ts'
import type { Batch } from '#lib/event-bus/event-bus.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice, pairKey } from '#lib/events/match-notice.ts'
import type { DeliveryDraft, DeliveryStore } from '#lib/store/deliveries.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import { newDeliveryId } from './new-delivery-id.ts'

/** What taking notices needs. */
export interface NoticePorts {
  readonly mappings: MappingStore
  readonly deliveries: DeliveryStore
  /** Called when there may be something to send. */
  readonly onAdded: () => void
}

/**
 * Gives the handler of batches of `push.notices`: for each side and device a delivery row, unique; then the batch is
 * committed, and a slow provider never blocks a partition. Replayed notices ring nobody.
 */
export function takeNotices({ mappings, deliveries, onAdded }: NoticePorts): (batch: Batch) => Promise<void> {
  async function draftsOf(event: PushEvent): Promise<DeliveryDraft[]> {
    if (event.type !== 'match.found' || event.replay !== undefined) return []
    const notice = matchNotice.parse(event.data.params)
    const { id: match, search, offer } = notice.match
    const drafts = await Promise.all(
      notice.sides.map(async ({ person }, side) => {
        const devices = (await mappings.ofPerson(person)).filter(
          ({ state, channel }) => state === 'active' && channel !== 'none',
        )
        return devices.map(({ device }): DeliveryDraft => ({
          id: newDeliveryId(),
          match,
          pair: pairKey(search, offer),
          side,
          person,
          device,
          kind: 'match.found',
          notice,
          created: Date.now(),
        }))
      }),
    )
    return drafts.flat()
  }

  return async function handleNotices({ records }) {
    const drafts = await Promise.all(records.map(({ value }) => draftsOf(decodeEvent(value))))
    await deliveries.add(drafts.flat())
    onAdded()
  }
}
