import type { PushResult } from '#lib/pusher/pusher.ts'
import type { Delivery, DeliveryOutcome } from '#lib/store/deliveries.ts'
import type { Subscription } from '#lib/store/mappings.ts'

/** The result of a lease of a delivery: the answer of the provider, or a decision without a call. */
export type SendResult = PushResult['outcome'] | 'rate_limited' | 'expired' | 'muted' | 'held' | 'rerouted'

/** A delivery whose outcome is known, and not stored yet. */
export interface Decided {
  readonly delivery: Delivery
  /** Absent for a delivery that was given back. */
  readonly result?: SendResult
  readonly outcome: DeliveryOutcome
  /** The subscription that ends with this outcome, if the device still has it. */
  readonly lost?: Subscription
}
