import type { StreamLag, StreamReader } from '#lib/stream-log/stream-log.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { RelayOptions } from './relay.ts'

/** Declares the metrics of enrich; gives what the relay calls with each entry that is done. */
export function observeEnrich(metrics: Metrics, streams: readonly StreamReader[]): RelayOptions['onDone'] {
  const events = metrics.counter('push_worker_events_total', 'Stream entries by outcome', ['outcome'])
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])

  async function total(field: keyof StreamLag): Promise<number> {
    const lags = await Promise.all(streams.map((stream) => stream.lag()))
    return lags.reduce(
      (sum, lag) => (field === 'oldestUnackedMs' ? Math.max(sum, lag[field]) : sum + lag[field]),
      0,
    )
  }

  metrics.gauge('push_stream_lag_entries', 'Entries no worker was given yet', [], async (gauge) =>
    gauge.set(await total('unread')),
  )
  metrics.gauge('push_stream_pending_entries', 'Entries given to workers and not acked', [], async (gauge) =>
    gauge.set(await total('pending')),
  )
  metrics.gauge(
    'push_stream_oldest_unacked_age_seconds',
    'Age of the oldest entry not acked',
    [],
    async (gauge) => gauge.set((await total('oldestUnackedMs')) / 1_000),
  )

  return (outcome, count, done) => {
    if (count > 0) events.inc({ outcome }, count)
    // The event that waited longest tells of its batch: one for each would cost more than the step that adds the city.
    const oldest = done.reduce((time, event) => Math.min(time, event.data.meta.receivedAt), Infinity)
    if (outcome === 'published' && count > 0) {
      latency.observe({ stage: 'enriched' }, Math.max(0, Date.now() - oldest) / 1_000)
    }
  }
}
