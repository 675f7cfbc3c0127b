import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openChannelGate, type ChannelGate } from './channel-gate.ts'
import { openPace, type Pace } from './open-pace.ts'
import { pacedGate } from './paced-gate.ts'

/** A pusher, and the gate that decides whether it may be used now. */
export interface Channel {
  readonly pusher: Pusher
  readonly gate: ChannelGate
  /** Absent if the provider has no limits. */
  readonly pace?: Pace | undefined
}

/** Creates a channel for each pusher; all are open. `subscriptions()` is the number of live subscriptions of a channel. */
export function openChannels(
  pushers: readonly Pusher[],
  log: Logger,
  subscriptions: (channel: string) => number = () => 0,
): Channel[] {
  return pushers.map((pusher) => {
    const { channel, limits, failsTogether } = pusher
    const gate = openChannelGate(channel, log, { failsTogether })
    if (limits === undefined) return { pusher, gate }
    const pace = openPace(limits, () => subscriptions(channel))
    return { pusher, gate: pacedGate(gate, pace), pace }
  })
}
