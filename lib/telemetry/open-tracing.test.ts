import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogFields, Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { WAITING_SPANS_MAX } from '#lib/telemetry/open-span-export.ts'
import { openTracing } from '#lib/telemetry/open-tracing.ts'
import { withinSpan } from '#lib/telemetry/within-span.ts'
import { startOtlpReceiver, type OtlpReceiver } from '#lib/testing/otlp-receiver.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'

const SAMPLED = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

let receiver: OtlpReceiver

beforeEach(() => {
  receiver = startOtlpReceiver()
})
afterEach(() => receiver.stop())

function aTracing(headers: Record<string, string> = {}) {
  const lines: (readonly [message: string, fields: LogFields | undefined])[] = []
  const log: Logger = {
    ...quietLog,
    warn: (message, fields) => lines.push([message, fields]),
    info: (message, fields) => lines.push([message, fields]),
  }
  const metrics = openMetrics()
  const tracing = openTracing({ endpoint: `${receiver.url}/`, headers, log, metrics })
  return { tracing, tracer: tracing.tracer('tracker'), lines, metrics }
}

describe('openTracing()', () => {
  test('stop() sends spans with station, parent, kind, attributes, times and links', async () => {
    const { tracing, tracer, metrics } = aTracing({ authorization: 'Bearer of-the-receiver' })
    const batch = tracer.begin({ name: 'enrich batch', kind: 'consumer' })
    const span = tracer.follow(SAMPLED, {
      name: 'GET /t/*',
      kind: 'server',
      attributes: { 'http.route': '/t/*' },
      startedAt: 1_700_000_000_000,
      links: [batch.traceparent, 'no context'],
    })
    span?.set({ 'http.response.status_code': 200 })
    tracing.tracer('enrich').follow(span?.traceparent, { name: 'enrich', kind: 'consumer' })?.end()
    span?.end()
    batch.end()
    await tracing.stop()
    const [traceId, parentSpanId] = [SAMPLED.slice(3, 35), SAMPLED.slice(36, 52)]
    const sent = receiver.spans.find(({ name }) => name === 'GET /t/*')
    expect(sent).toMatchObject({
      service: 'tracker',
      traceId,
      parentSpanId,
      kind: 2,
      startTimeUnixNano: '1700000000000000000',
      attributes: { 'http.route': '/t/*', 'http.response.status_code': 200 },
      status: { code: 0 },
    })
    expect(sent?.links.map(({ spanId }) => spanId)).toEqual([batch.traceparent.slice(36, 52)])
    expect(receiver.tree(traceId)).toEqual(['tracker: GET /t/*', '  enrich: enrich'])
    expect(receiver.tree(batch.traceparent.slice(3, 35))).toEqual(['tracker: enrich batch'])
    expect(receiver.headers()?.get('authorization')).toBe('Bearer of-the-receiver')
    expect(await metrics.text()).toContain('push_trace_spans_total{state="exported"} 3')
  })

  test.each([undefined, '', 'no context', SAMPLED.replace(/01$/u, '00')])(
    'starts no span for the parent %j',
    (parent) => {
      expect(aTracing().tracer.follow(parent, { name: 'x', kind: 'client' })).toBeUndefined()
    },
  )

  test('a span of failed work contains the class of the error, but not its message', async () => {
    const { tracing, tracer } = aTracing()
    const work = withinSpan(tracer.begin({ name: 'ring', kind: 'client' }), () =>
      Promise.reject(new RangeError('Cannot ring device annas-phone')),
    )
    await expect(work).rejects.toThrow('annas-phone')
    await tracing.stop()
    expect(receiver.spans).toMatchObject([
      { attributes: { 'error.type': 'RangeError' }, status: { code: 2 } },
    ])
    expect(receiver.bodies.join('')).not.toContain('annas-phone')
  })
})

describe('while the receiver is away', () => {
  test('a limited number of spans waits, one line is logged, and they are sent when it is back', async () => {
    const { tracing, tracer, lines, metrics } = aTracing()
    receiver.answerWith(400)
    tracer.begin({ name: 'first', kind: 'client' }).end()
    await expect.poll(() => lines).toHaveLength(1)
    const ended = WAITING_SPANS_MAX * 3
    for (let count = 0; count < ended; count += 1) tracer.begin({ name: 'more', kind: 'client' }).end()
    receiver.answerWith(200)
    await tracing.stop()
    // The waiting spans, and the batch that was already being sent.
    expect(receiver.spans.length).toBeGreaterThanOrEqual(WAITING_SPANS_MAX)
    expect(receiver.spans.length).toBeLessThan(WAITING_SPANS_MAX * 1.5)
    expect(lines.map(([message]) => message)).toEqual(['cannot export traces', 'traces are exported again'])
    const text = await metrics.text()
    expect(text).toContain(`push_trace_spans_total{state="ended"} ${ended + 1}`)
    expect(text).toContain(`push_trace_spans_total{state="exported"} ${receiver.spans.length}`)
  })

  test('stop() resolves although the receiver does not answer', async () => {
    const { tracing, tracer } = aTracing()
    receiver.answerWith('hang')
    tracer.begin({ name: 'lost', kind: 'client' }).end()
    await tracing.stop()
    expect(receiver.spans).toEqual([])
  })
})
