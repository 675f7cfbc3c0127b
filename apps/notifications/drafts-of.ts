import { pairKey, ringKey, type MatchNotice } from '#lib/events/match-notice.ts'
import type { DeliveryDraft } from '#lib/store/deliveries.ts'
import type { RungDevice } from './devices-to-ring.ts'

/** The deliveries of a notice: one for each side and each device of its person that can be rung. */
export function draftsOf(
  notice: MatchNotice,
  devices: ReadonlyMap<string, readonly RungDevice[]>,
  created: number,
): DeliveryDraft[] {
  const { id: match, search, offer } = notice.match
  return notice.sides.flatMap(({ person }, side) =>
    (devices.get(person) ?? []).map(({ device, channel }) => ({
      // A random UUID, because providers require it as idempotency key.
      id: crypto.randomUUID(),
      match,
      pair: pairKey(search, offer),
      ringKey: ringKey(notice, side),
      person,
      device,
      channel,
      content: { kind: 'match' as const, notice, side },
      created,
    })),
  )
}
