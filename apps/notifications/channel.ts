import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openChannelGate, type ChannelGate } from './channel-gate.ts'

/** A pusher, and the gate that decides whether it may be used now. */
export interface Channel {
  readonly pusher: Pusher
  readonly gate: ChannelGate
}

/** Creates a channel for each pusher; all are open. */
export function openChannels(pushers: readonly Pusher[], log: Logger): Channel[] {
  return pushers.map((pusher) => ({ pusher, gate: openChannelGate(pusher.channel, log) }))
}
