import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openTracing } from '#lib/telemetry/open-tracing.ts'
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '#lib/testing/otlp-receiver.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aTracker } from '../../edge/tracker/a-tracker.fixture.ts'
import { createCallTracer } from '../../edge/tracker/create-call-tracer.ts'
import { relay } from './relay.ts'
import { openSteps } from './steps/all-steps.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const ASKED = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` }
const CITIES = { find: () => ({ country: 'DE', city: 'Berlin' }) }

let receiver: OtlpReceiver
let world: Awaited<ReturnType<typeof openWorld>>

beforeEach(async () => {
  receiver = startOtlpReceiver()
  world = await openWorld(receiver.url)
})

afterEach(async () => {
  await world.close()
  await receiver.stop()
})

/** Opens a tracker, a stream, a worker and a bus, all traced. */
async function openWorld(endpoint: string) {
  const folder = temporaryFolder()
  const busUrl = `sqlite:${folder}/bus.db`
  const keys = await openKeyRing(`${folder}/keys.json`)
  const writer = await openStreamWriter(`sqlite:${folder}/stream.db`)
  const stream = await openStreamReader(`sqlite:${folder}/stream.db`, { group: 'enrich', consumer: 'one' })
  const bus = await openBusWriter(busUrl)
  const tracing = openTracing({ endpoint, headers: {}, log: quietLog, metrics: openMetrics() })
  const limits = { sampleRatio: 0, eventsPerSecondMax: 50 }
  const traces = createCallTracer(tracing.tracer('tracker'), limits)
  const tracker = aTracker({ stream: writer, keys }, { traces })

  return {
    call: (path: string, headers: Record<string, string> = {}) => tracker.request(path, { headers }, {}),
    async enrich(over: Partial<BusWriter> = {}) {
      await relay(
        await stream.reclaim(0, 100).then(async (left) => [...left, ...(await stream.take(100, 0))]),
        {
          stream,
          bus: { ...bus, ...over },
          steps: openSteps({ cities: CITIES, now: Date.now }),
          dedupWindowMs: 60_000,
          onStepFailed: () => undefined,
          onDone: () => undefined,
          tracer: tracing.tracer('enrich'),
        },
      )
    },
    async exported(): Promise<readonly ReceivedSpan[]> {
      await tracing.stop()
      return receiver.spans
    },
    /** The trace parents of the events on the bus, by type. */
    async onBus(): Promise<Record<string, string | undefined>> {
      const reader = await openBusReader(busUrl, { group: 'test', topics: [EVENTS.name], from: 'earliest' })
      const end = (await reader.lag()).reduce((sum, partition) => sum + partition.end, 0)
      const found: [string, string | undefined][] = []
      await reader.run(({ records }) => {
        for (const { type, traceparent } of records.map(({ value }) => decodeEvent(value)))
          found.push([type, traceparent])
        return Promise.resolve()
      })
      await expect.poll(() => found.length).toBe(end)
      await reader.close()
      return Object.fromEntries(found)
    },
    async close() {
      await Promise.all([writer.close(), stream.close(), bus.close()])
    },
  }
}

const named = (name: string) => receiver.spans.filter((span) => span.name === name)

test('one sampled event is one trace, from the tracker to the bus, and its consumers continue it', async () => {
  await world.call('/t/followed', ASKED)
  await world.call('/t/passing')
  await world.enrich()
  const carried = await world.onBus()
  await world.exported()
  expect(receiver.tree(TRACE_ID)).toEqual([
    'tracker: GET /t/*',
    '  tracker: append',
    '  enrich: enrich',
    '    enrich: publish push.events',
  ])
  const [publish] = named('publish push.events')
  expect(carried).toEqual({ followed: `00-${TRACE_ID}-${publish?.spanId}-01`, passing: undefined })
  expect(named('enrich')).toMatchObject([{ kind: 5, attributes: { 'push.outcome': 'published' } }])
})

test('the batch has its own trace, with links to and from its events', async () => {
  await world.call('/t/followed', ASKED)
  await world.call('/t/passing')
  await world.enrich()
  await world.exported()
  const [[batch], [event], [answer]] = [named('enrich batch'), named('enrich'), named('GET /t/*')]
  expect(batch?.traceId).not.toBe(TRACE_ID)
  expect(batch?.attributes).toEqual({ 'messaging.batch.message_count': 2 })
  expect(batch?.links).toEqual([{ traceId: TRACE_ID, spanId: answer?.spanId }])
  expect(event?.links).toEqual([{ traceId: batch?.traceId, spanId: batch?.spanId }])
})

test('a batch without sampled events writes nothing', async () => {
  await world.call('/t/passing')
  await world.call('/t/declined', { traceparent: ASKED.traceparent.replace(/01$/u, '00') })
  await world.enrich()
  expect(await world.exported()).toEqual([])
})

test('a copy ends at enrich, as a duplicate', async () => {
  for (let count = 0; count < 2; count += 1) await world.call('/t/w?di=phone-1&ts=1700000000000', ASKED)
  await world.enrich()
  await world.exported()
  const outcomes = named('enrich').map(({ attributes }) => attributes['push.outcome'])
  expect(outcomes).toEqual(['published', 'duplicate'])
  expect(named('publish push.events')).toHaveLength(1)
})

test('a failed batch is marked as failed, and its retry is traced again', async () => {
  await world.call('/t/followed', ASKED)
  const publish = () => Promise.reject(new UnavailableError('Cannot publish: down'))
  await expect(world.enrich({ publish })).rejects.toThrow('down')
  await world.enrich()
  await world.exported()
  for (const name of ['enrich', 'publish push.events', 'enrich batch']) {
    const told = named(name).map(({ status, attributes }) => [status.code, attributes['error.type']])
    expect(told).toEqual([
      [2, 'UnavailableError'],
      [0, undefined],
    ])
  }
})
