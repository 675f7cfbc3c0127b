import type { AppOptions } from '#lib/http/create-app.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { PreferenceStore } from '#lib/store/preferences.ts'
import type { RingStore } from '#lib/store/rings.ts'
import type { ChannelGate } from './channel-gate.ts'
import type { InboxOptions } from './inbox/options.ts'
import type { UnsubscribePorts } from './unsubscribe-ports.ts'

/** The dependencies of the API of apps/notifications. */
export interface NotificationsOptions extends AppOptions, UnsubscribePorts, InboxOptions {
  readonly mappings: MappingStore
  readonly deliveries: DeliveryStore
  readonly preferences: PreferenceStore
  readonly rings: RingStore
  readonly mailRings: RingStore
  readonly accounts: ServiceClient
  /** Called when there may be deliveries to send, or changes in inboxes to show. */
  readonly onAdded: () => void
  /** The active channels, by name. */
  readonly channels: ReadonlyMap<string, Pick<ChannelGate, 'status'>>
  /** Their pushers, by name. */
  readonly pushers: ReadonlyMap<string, Pick<Pusher, 'publicKeys' | 'refusalOf'>>
  /** The secret in the address that OneSignal calls; empty closes it. */
  readonly hookSecret: string
}
