import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { Batch } from '#lib/event-bus/event-bus.ts'
import { matchNotice, pairKey, type MatchNotice } from '#lib/events/match-notice.ts'
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
  async function draftsOf(notice: MatchNotice): Promise<DeliveryDraft[]> {
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
    const drafts = await Promise.all(records.flatMap(({ value }) => readNotice(value) ?? []).map(draftsOf))
    await deliveries.add(drafts.flat())
    onAdded()
  }
}

/** The notice in a record, undefined where it is to ring nobody: another kind, a replay, or nothing that can be read. */
function readNotice(value: string): MatchNotice | undefined {
  const event = tryDecodeEvent(value)
  if (event === undefined || event.type !== 'match.found' || event.replay !== undefined) return undefined
  return matchNotice.safeParse(event.data.params).data
}
