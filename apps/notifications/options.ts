import type { AppOptions } from '#lib/http/create-app.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { RingStore } from '#lib/store/rings.ts'
import type { ChannelGate } from './channel-gate.ts'
import type { InboxOptions } from './inbox/options.ts'

/** The dependencies of the API of apps/notifications. */
export interface NotificationsOptions extends AppOptions, InboxOptions {
  readonly mappings: MappingStore
  readonly deliveries: DeliveryStore
  readonly rings: RingStore
  readonly accounts: ServiceClient
  /** Called when there may be deliveries to send, or changes in inboxes to show. */
  readonly onAdded: () => void
  /** The active channels, by name. */
  readonly channels: ReadonlyMap<string, Pick<ChannelGate, 'status'>>
}
