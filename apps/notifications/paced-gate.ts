import type { ChannelGate } from './channel-gate.ts'
import type { Pace } from './open-pace.ts'

/** A gate that is also closed while the calls of its channel have reached the limits of the provider. */
export function pacedGate(gate: ChannelGate, pace: Pace): ChannelGate {
  return {
    ...gate,
    admit: (wanted, nowMs) => pace.admit(gate.admit(wanted, nowMs), nowMs),
    status(nowMs) {
      const status = gate.status(nowMs)
      const full = status.state === 'open' ? pace.full(nowMs) : undefined
      return full === undefined ? status : { state: 'slowed', ...full }
    },
  }
}
