import { beforeEach, expect, test } from 'vitest'
import { aTrackedEvent } from '#lib/builders/a-tracked-event.ts'
import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { encodeTracked, encodeUnreadable } from '#lib/events/tracked-event.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import type { StreamReader, StreamWriter } from '#lib/stream-log/stream-log.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createEnrichMetrics } from './enrich-metrics.ts'
import { relay } from './relay.ts'
import { openSteps } from './steps/all-steps.ts'

const HOUR_MS = 3_600_000
const onStepFailed = () => undefined
const CITIES = { find: () => ({ country: 'DE', city: 'Berlin' }) }

let writer: StreamWriter
let stream: StreamReader
let bus: BusWriter

beforeEach(async () => {
  const folder = temporaryFolder()
  writer = await openStreamWriter(`sqlite:${folder}/stream.db`)
  stream = await openStreamReader(`sqlite:${folder}/stream.db`, { group: 'enrich', consumer: 'one' })
  bus = await openBusWriter(`sqlite:${folder}/bus.db`)
  return async () => {
    await Promise.all([writer.close(), stream.close(), bus.close()])
  }
})

function anEvent(id: string, ageMs = 0): string {
  return encodeTracked(aTrackedEvent({ id, receivedAt: Date.now() - ageMs }))
}

/** The metrics of enrich; `over` overrides parts of the stream. */
function watched(over: Partial<StreamReader> = {}) {
  const metrics = openMetrics()
  const cities = { builtAt: Date.now() - HOUR_MS }
  const onDone = createEnrichMetrics({ metrics, streams: [{ ...stream, ...over }], cities })
  const steps = openSteps({ cities: CITIES, now: Date.now })
  return {
    relay: async (max: number) =>
      relay(await stream.take(max, 0), { stream, bus, steps, dedupWindowMs: HOUR_MS, onStepFailed, onDone }),
    /** The value of a series; undefined when it does not exist. */
    async valueOf(series: string): Promise<number | undefined> {
      const line = (await metrics.text()).split('\n').find((text) => text.startsWith(`${series} `))
      return line === undefined ? undefined : Number(line.slice(series.length + 1))
    },
  }
}

test('entries are counted by outcome, dead ones by reason', async () => {
  const report = { reason: 'it names no place', body: '{}', receivedAt: 1, protocol: 'osmand', source: '/t' }
  await writer.append([anEvent('a'), anEvent('a'), anEvent('b'), encodeUnreadable(report), 'no json'])
  const enrich = watched()
  await enrich.relay(10)
  expect(await enrich.valueOf('push_worker_events_total{outcome="published"}')).toBe(2)
  expect(await enrich.valueOf('push_worker_events_total{outcome="duplicate"}')).toBe(1)
  expect(await enrich.valueOf('push_worker_events_total{outcome="dead"}')).toBe(2)
  expect(await enrich.valueOf('push_worker_dead_total{reason="unreadable"}')).toBe(2)
})

test('the number and the age of waiting entries are shown', async () => {
  await writer.append(['1', '2', '3'])
  await stream.take(1, 0)
  const enrich = watched()
  expect(await enrich.valueOf('push_stream_lag_entries')).toBe(2)
  expect(await enrich.valueOf('push_stream_pending_entries')).toBe(1)
  await expect.poll(() => enrich.valueOf('push_stream_oldest_unacked_age_seconds')).toBeGreaterThan(0)
})

test('the oldest event of a batch gives the latency of each stage', async () => {
  await writer.append([anEvent('young'), anEvent('old', 4 * HOUR_MS)])
  const enrich = watched()
  await enrich.relay(10)
  for (const stage of ['stream', 'enriched', 'bus']) {
    expect(await enrich.valueOf(`push_e2e_latency_seconds_count{stage="${stage}"}`)).toBe(1)
    const seconds = await enrich.valueOf(`push_e2e_latency_seconds_sum{stage="${stage}"}`)
    expect(seconds).toBeGreaterThanOrEqual((4 * HOUR_MS) / 1_000)
  }
})

test('a batch without published events records no latency', async () => {
  await writer.append(['no json'])
  const enrich = watched()
  await enrich.relay(10)
  expect(await enrich.valueOf('push_e2e_latency_seconds_count{stage="bus"}')).toBeUndefined()
})

test('the books balance; otherwise the absolute difference is shown', async () => {
  await writer.append([anEvent('a'), 'no json', anEvent('b'), anEvent('c')])
  await watched().relay(2)
  await stream.take(1, 0)
  expect(await watched().valueOf('push_ledger_imbalance_events')).toBe(0)
  for (const added of [2, 6]) {
    const wrong = watched({ books: async () => ({ ...(await stream.books()), added }) })
    expect(await wrong.valueOf('push_ledger_imbalance_events')).toBe(2)
  }
})

test('city data has an age', async () => {
  const before = Date.now()
  const seconds = await watched().valueOf('push_worker_geoip_age_seconds')
  expect(seconds).toBeGreaterThanOrEqual(HOUR_MS / 1_000)
  expect(seconds).toBeLessThanOrEqual((HOUR_MS + Date.now() - before) / 1_000)
})

test('while a stream is unavailable the other metrics are shown', async () => {
  const away = () => Promise.reject(new Error('away'))
  const enrich = watched({ lag: away, books: away })
  expect(await enrich.valueOf('push_stream_lag_entries')).toBeUndefined()
  expect(await enrich.valueOf('push_ledger_imbalance_events')).toBeUndefined()
  expect(await enrich.valueOf('push_worker_geoip_age_seconds')).toBeDefined()
})
