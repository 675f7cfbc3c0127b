import type { Delivery, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { causeOf } from './cause-of.ts'
import type { ChannelGate } from './channel-gate.ts'
import type { SendResult } from './decided.ts'

/** Creates the metrics of sending; the result records one attempt. */
export function createSendMetrics(metrics: Metrics): (result: SendResult, delivery: Delivery) => void {
  const sent = metrics.counter('push_push_sent_total', 'Attempts to send a push, by result', ['result'])
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])
  return (result, { content, heldFor }) => {
    sent.inc({ result })
    const cause = causeOf(content)
    // What was held on purpose is not slow.
    if (result === 'sent' && cause !== undefined && heldFor === undefined)
      latency.observe({ stage: 'ring' }, Math.max(0, Date.now() - cause.time) / 1_000)
  }
}

/** Registers the metrics of channels: how long each is held, and its number of pending deliveries. */
export function registerChannelMetrics(
  metrics: Metrics,
  gates: ReadonlyMap<string, Pick<ChannelGate, 'status'>>,
  deliveries: Pick<DeliveryStore, 'waiting'>,
): void {
  metrics.gauge(
    'push_push_held_seconds',
    'Time for which the provider of a channel has refused our account; 0 when it accepts it',
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
    'Pending deliveries, also for channels that are off',
    ['channel'],
    async (gauge) => {
      const waiting = await deliveries.waiting()
      gauge.reset()
      for (const channel of gates.keys()) gauge.set({ channel }, 0)
      for (const [channel, count] of waiting) gauge.set({ channel }, count)
    },
  )
}
