import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openTracing, type Tracing } from '#lib/telemetry/open-tracing.ts'
import { startOtlpReceiver, type OtlpReceiver } from '#lib/testing/otlp-receiver.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openTrackerWorld, type TrackerWorld } from './open-tracker-world.fixture.ts'
import type { TrackerOptions } from './options.ts'
import { createCallTracer, type TraceLimits } from './create-call-tracer.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const CALLERS_SPAN = 'b7ad6b7169203331'
const ASKED = { traceparent: `00-${TRACE_ID}-${CALLERS_SPAN}-01` }
const DECLINED = { traceparent: `00-${TRACE_ID}-${CALLERS_SPAN}-00` }

let world: TrackerWorld
let receiver: OtlpReceiver
let tracing: Tracing
let nowMs = 0

beforeEach(async () => {
  world = await openTrackerWorld()
  receiver = startOtlpReceiver()
  const shared = { headers: {}, log: quietLog, metrics: openMetrics() }
  tracing = openTracing({ endpoint: receiver.url, ...shared })
})

afterEach(async () => {
  await receiver.stop()
  await world.close()
})

function aTracker(limits: Partial<TraceLimits> = {}, over: Partial<TrackerOptions> = {}) {
  const traces = createCallTracer(
    tracing.tracer('tracker'),
    { sampleRatio: 0, eventsPerSecondMax: 50, ...limits },
    () => nowMs,
  )
  return world.tracker({ traces, ...over })
}

/** The `traceparent` of each kept event. */
async function traceparents(): Promise<(string | undefined)[]> {
  return (await world.kept()).map(({ traceparent }) => traceparent)
}

async function exported() {
  await tracing.stop()
  return receiver.spans
}

describe('a sampled call', () => {
  test("is one trace: the caller's span, the answer, the append; its event continues from the answer", async () => {
    await aTracker().request('/t/w?wor=king', { headers: ASKED }, {})
    const [traceparent] = await traceparents()
    const spans = await exported()
    expect(receiver.tree(TRACE_ID)).toEqual(['tracker: GET /t/*', '  tracker: append'])
    const [answer, append] = ['GET /t/*', 'append'].map((name) => spans.find((span) => span.name === name))
    expect(answer).toMatchObject({
      parentSpanId: CALLERS_SPAN,
      kind: 2,
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/t/*',
        'http.response.status_code': 200,
      },
    })
    expect(append?.attributes).toEqual({ 'push.events': 1, 'push.ack': 'stream' })
    expect(traceparent).toBe(`00-${TRACE_ID}-${answer?.spanId}-01`)
  })

  test('begins a trace if its caller sends no traceparent and it is sampled at random', async () => {
    await aTracker({ sampleRatio: 1 }).request('/t/w', {}, {})
    const [traceparent = ''] = await traceparents()
    await exported()
    expect(receiver.tree(traceparent.slice(3, 35))).toEqual(['tracker: GET /t/*', '  tracker: append'])
  })

  test('exports no device, key, address, place or text', async () => {
    const dk = await signDeviceKey(world.keys, { device: 'annas-phone', person: 'anna', keyId: 'key-1' })
    const params = { di: 'annas-phone', dk, lt: 52.5219, lg: 13.4132, text: 'meet me' }
    const headers = { ...ASKED, 'user-agent': 'a-browser', 'content-type': 'application/json' }
    await aTracker().request(
      '/v1/events?secret=in-the-query',
      { method: 'POST', headers, body: JSON.stringify({ id: 'the-id', type: 'geo-type', params }) },
      { peerIp: '198.51.100.77' },
    )
    await aTracker().request('/t/some/path/geo-type?wor=king', { headers }, { peerIp: '198.51.100.77' })
    expect(await traceparents()).toHaveLength(2)
    expect(await exported()).toHaveLength(4)
    const sent = receiver.bodies.join('')
    for (const word of ['annas-phone', 'anna', 'eyJ', '198.51', '52.5', '13.4', 'meet', 'query', 'a-browser'])
      expect(sent).not.toContain(word)
    for (const word of ['the-id', 'geo-type', 'some', 'king']) expect(sent).not.toContain(word)
  })

  test('that fails has failed spans, its own and that of its append', async () => {
    const keep = () => Promise.reject(new UnavailableError('Cannot append: redis.internal is down'))
    const keeper = { keep, keepInStream: keep }
    await aTracker({}, { keeper }).request('/t/w', { headers: ASKED }, {})
    const spans = await exported()
    expect(
      spans.map(({ name, status, attributes }) => [name, status.code, attributes['error.type']]),
    ).toEqual(
      expect.arrayContaining([
        ['append', 2, 'UnavailableError'],
        ['GET /t/*', 2, '503'],
      ]),
    )
    expect(receiver.bodies.join('')).not.toContain('redis.internal')
  })
})

test('events are taken while the receiver of traces is down', async () => {
  await receiver.stop()
  const tracker = aTracker({ sampleRatio: 1 })
  const answers = await Promise.all(Array.from({ length: 20 }, async () => tracker.request('/t/w', {}, {})))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(await traceparents()).toHaveLength(answers.length)
})

describe('a call that is not sampled', () => {
  test('has no span, and its event no trace, without a traceparent', async () => {
    await aTracker().request('/t/w', {}, {})
    expect(await traceparents()).toEqual([undefined])
    expect(await exported()).toEqual([])
  })

  test('is never sampled at random if its caller declined', async () => {
    await aTracker({ sampleRatio: 1 }).request('/t/w', { headers: DECLINED }, {})
    expect(await traceparents()).toEqual([
      expect.stringMatching(new RegExp(`^00-${TRACE_ID}-(?!${CALLERS_SPAN})[0-9a-f]{16}-00$`, 'u')),
    ])
    expect(await exported()).toEqual([])
  })

  test("loses the caller's sampled flag if the tracker does not trace: no later station samples it", async () => {
    await world.tracker().request('/t/w', { headers: ASKED }, {})
    expect(await traceparents()).toEqual([
      expect.stringMatching(new RegExp(`^00-${TRACE_ID}-(?!${CALLERS_SPAN})[0-9a-f]{16}-00$`, 'u')),
    ])
  })

  test('is, for example, each call of an unknown path', async () => {
    await aTracker().request('/wp-login.php', { headers: ASKED }, {})
    expect(await exported()).toEqual([])
  })
})

describe('a caller that asks for more than the limit', () => {
  test('gets no more samples in this second, and uses none of the random ones', async () => {
    const tracker = aTracker({ sampleRatio: 1, eventsPerSecondMax: 2 })
    const isSampled = async () => (await traceparents()).map((each) => each?.endsWith('-01') ?? false)
    for (let count = 0; count < 4; count += 1) await tracker.request('/t/w', { headers: ASKED }, {})
    expect(await isSampled()).toEqual([true, true, false, false])
    await tracker.request('/t/w', {}, {})
    expect(await isSampled()).toEqual([true])
    nowMs += 1_000
    await tracker.request('/t/w', { headers: ASKED }, {})
    expect(await isSampled()).toEqual([true])
  })

  test('gets no more by a batch: the events above the limit are not sampled', async () => {
    const batch = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, type: 'w' }))
    const headers = { ...ASKED, 'content-type': 'application/json' }
    const body = JSON.stringify(batch)
    await aTracker({ eventsPerSecondMax: 3 }).request('/v1/batch', { method: 'POST', headers, body }, {})
    const flags = (await traceparents()).map((each) => each?.slice(-2))
    expect(flags).toEqual(['01', '01', '01', '00', '00'])
  })

  test('gets nothing if the limit is 0', async () => {
    await aTracker({ sampleRatio: 1, eventsPerSecondMax: 0 }).request('/t/w', { headers: ASKED }, {})
    expect(await exported()).toEqual([])
  })
})
