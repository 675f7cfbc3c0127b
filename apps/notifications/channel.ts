import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openChannelGate, type ChannelGate } from './channel-gate.ts'

/** A way to ring phones, and whether it may be used now. */
export interface Channel {
  readonly pusher: Pusher
  readonly gate: ChannelGate
}

/** A channel for each pusher, all open. */
export function channelsOf(pushers: readonly Pusher[], log: Logger): Channel[] {
  return pushers.map((pusher) => ({ pusher, gate: openChannelGate(pusher.channel, log) }))
}
