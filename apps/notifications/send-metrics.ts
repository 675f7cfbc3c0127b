import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { ChannelGate } from './channel-gate.ts'
import type { SendOutcome } from './send-delivery.ts'

/** Declares the metrics of sending; gives what is called with each attempt. */
export function observeSending(metrics: Metrics): (outcome: SendOutcome, delivery: Delivery) => void {
  const sent = metrics.counter('push_push_sent_total', 'Attempts to ring a device by result', ['result'])
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])
  return (outcome, { notice }) => {
    sent.inc({ result: outcome })
    if (outcome === 'sent')
      latency.observe({ stage: 'ring' }, Math.max(0, Date.now() - notice.cause.time) / 1_000)
  }
}

/** Declares the metrics of channels: how long each is held, and how many deliveries wait for it. */
export function observeChannels(
  metrics: Metrics,
  gates: ReadonlyMap<string, Pick<ChannelGate, 'status'>>,
  deliveries: Pick<DeliveryStore, 'waiting'>,
): void {
  metrics.gauge(
    'push_push_held_seconds',
    'How long the provider of a channel has refused our account; 0 while it does not',
    ['channel'],
    (gauge) => {
      for (const [channel, gate] of gates) {
        const { state, forMs } = gate.status(performance.now())
        gauge.set({ channel }, state === 'held' ? forMs / 1_000 : 0)
      }
    },
  )
  metrics.gauge(
    'push_push_waiting_entries',
    'Deliveries that are pending, also for channels that are not on',
    ['channel'],
    async (gauge) => {
      const waiting = await deliveries.waiting()
      gauge.reset()
      for (const channel of gates.keys()) gauge.set({ channel }, 0)
      for (const [channel, count] of waiting) gauge.set({ channel }, count)
    },
  )
}
