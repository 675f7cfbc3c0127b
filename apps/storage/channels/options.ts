import type { LiveChanges } from '#lib/live/open-live-changes.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { ChannelStore } from '#lib/store/channels.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { ForbiddenPorts } from '../forbidden/options.ts'
import type { TakeWrite } from './channel-rates.ts'

/** Dependencies of channels. */
export interface ChannelOptions {
  readonly channels: ChannelStore
  /** Sends the events of messages to the tracker. */
  readonly channelCourier: Pick<Courier<unknown>, 'nudge'>
  readonly subjects: SubjectStore
  readonly matching: ServiceClient
  readonly log: Logger
}

/** Dependencies of the routes of channels. */
export interface ChannelPorts extends ChannelOptions, Pick<ForbiddenPorts, 'forbiddenList'> {
  readonly live: LiveChanges
  readonly takeWrite: TakeWrite
}
