import type { DeliveryContent, DeliveryDraft } from '#lib/store/deliveries.ts'
import type { RungDevice } from './devices-to-ring.ts'

/** What a person is told, besides matches. */
export interface Told {
  readonly person: string
  /** What makes a delivery one with its kind and device. */
  readonly key: string
  /** What it replaces on the device. */
  readonly replaces: string
  readonly content: Exclude<DeliveryContent, { readonly kind: 'match' }>
}

/** The deliveries of what people are told: one for each of their devices that can be rung. */
export function deliveriesOf(
  told: readonly Told[],
  devices: ReadonlyMap<string, readonly RungDevice[]>,
  created: number,
): DeliveryDraft[] {
  return told.flatMap(({ person, key, replaces, content }) =>
    (devices.get(person) ?? []).map(({ device, channel }) => ({
      // A random UUID, because providers require it as idempotency key.
      id: crypto.randomUUID(),
      match: key,
      pair: replaces,
      ringKey: '',
      person,
      device,
      channel,
      content,
      created,
    })),
  )
}
