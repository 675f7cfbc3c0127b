import type { CityData } from '#lib/geoip/city-finder.ts'
import {
  ENTRY_OUTCOMES,
  type StreamBooks,
  type StreamLag,
  type StreamReader,
} from '#lib/stream-log/stream-log.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { RelayOptions } from './relay.ts'

/** The dependencies of the metrics. */
export interface EnrichMetricsOptions {
  readonly metrics: Metrics
  readonly streams: readonly StreamReader[]
  readonly cities: Pick<CityData, 'builtAt'>
}

const SECOND_MS = 1_000

/** Creates the metrics of enrich; the result records a completed batch. */
export function createEnrichMetrics({
  metrics,
  streams,
  cities,
}: EnrichMetricsOptions): RelayOptions['onDone'] {
  const events = metrics.counter('push_worker_events_total', 'Stream entries by outcome', ['outcome'])
  const dead = metrics.counter('push_worker_dead_total', 'Buried entries, by reason', ['reason'])
  const latency = metrics.seconds('push_e2e_latency_seconds', 'Time from the tracker to a stage', ['stage'])
  gaugeStreams(metrics, streams)
  metrics.gauge('push_worker_geoip_age_seconds', 'Age of the city data', [], (gauge) =>
    gauge.set((Date.now() - cities.builtAt) / SECOND_MS),
  )

  return (done) => {
    for (const outcome of ENTRY_OUTCOMES) {
      if (done[outcome].length > 0) events.inc({ outcome }, done[outcome].length)
    }
    for (const { buriedBy } of done.dead) dead.inc({ reason: buriedBy })
    if (done.published.length === 0) return
    // Record only the oldest event of a batch: a value per event would cost more than the step that adds the city.
    let receivedAt = Infinity
    let untilStreamMs = 0
    for (const { entry, event } of done.published) {
      receivedAt = Math.min(receivedAt, event.data.meta.receivedAt)
      untilStreamMs = Math.max(untilStreamMs, entry.appendedAt - event.data.meta.receivedAt)
    }
    latency.observe({ stage: 'stream' }, untilStreamMs / SECOND_MS)
    latency.observe({ stage: 'enriched' }, Math.max(0, done.enrichedAt - receivedAt) / SECOND_MS)
    latency.observe({ stage: 'bus' }, Math.max(0, done.publishedAt - receivedAt) / SECOND_MS)
  }
}

function gaugeStreams(metrics: Metrics, streams: readonly StreamReader[]): void {
  async function lags(field: keyof StreamLag): Promise<number[]> {
    return (await Promise.all(streams.map((stream) => stream.lag()))).map((lag) => lag[field])
  }

  metrics.gauge('push_stream_lag_entries', 'Entries not yet delivered to a worker', [], async (gauge) =>
    gauge.set(sum(await lags('unread'))),
  )
  metrics.gauge(
    'push_stream_pending_entries',
    'Entries delivered to workers and not acked',
    [],
    async (gauge) => gauge.set(sum(await lags('pending'))),
  )
  metrics.gauge(
    'push_stream_oldest_unacked_age_seconds',
    'Age of the oldest unacked entry',
    [],
    async (gauge) => gauge.set(Math.max(...(await lags('oldestUnackedMs'))) / SECOND_MS),
  )
  metrics.gauge(
    'push_ledger_imbalance_events',
    'Difference between the added entries and the sum of their outcomes in the books',
    [],
    async (gauge) => {
      const books = await Promise.all(streams.map((stream) => stream.books()))
      gauge.set(sum(books.map((each) => Math.abs(imbalanceOf(each)))))
    },
  )
}

function imbalanceOf({ added, published, duplicate, dead, pending, unread }: StreamBooks): number {
  return added - published - duplicate - dead - pending - unread
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
