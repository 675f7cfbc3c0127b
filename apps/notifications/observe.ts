import type { Delivery } from '#lib/store/deliveries.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
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
