import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
  type SpanContext,
} from '@opentelemetry/api'
import type * as api from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, TracerProvider } from '@opentelemetry/sdk-trace'
import { openSpanExport, type SpanExportOptions } from '#lib/telemetry/open-span-export.ts'
import { formatTraceparent, parseTraceparent } from '#lib/telemetry/trace-context.ts'
import type { Span, SpanStart, Tracer } from '#lib/telemetry/tracer.ts'

/** The tracing of one process. */
export interface Tracing {
  /** What writes the spans of one station. */
  tracer(station: string): Tracer
  /** Sends what is left, for 2 s at most. */
  stop(): Promise<void>
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const

const NAMESPACE = 'pushtech'

/** Opens tracing by OTLP over HTTP. Nothing of it is global, and nothing is traced but what asks for a span. */
export function openTracing(options: SpanExportOptions): Tracing {
  const spans = openSpanExport(options)
  return {
    tracer(station) {
      const provider = new TracerProvider({
        resource: resourceFromAttributes({ 'service.name': station, 'service.namespace': NAMESPACE }),
        sampler: new AlwaysOnSampler(),
        spanProcessors: [spans.processor],
      })
      return wrapTracer(provider.getTracer(NAMESPACE))
    },
    stop: () => spans.stop(),
  }
}

function wrapTracer(tracer: api.Tracer): Tracer {
  function start(context: api.Context, { name, kind, attributes = {}, startedAt, links = [] }: SpanStart) {
    return wrapSpan(
      tracer.startSpan(
        name,
        {
          kind: KINDS[kind],
          attributes,
          ...(startedAt !== undefined && { startTime: startedAt }),
          links: links.flatMap((link) => {
            const linked = contextOf(link)
            return linked === undefined ? [] : [{ context: linked }]
          }),
        },
        context,
      ),
    )
  }

  return {
    follow(parent, what) {
      const context = parent === undefined ? undefined : contextOf(parent)
      return context === undefined ? undefined : start(trace.setSpanContext(ROOT_CONTEXT, context), what)
    },
    begin: (what) => start(ROOT_CONTEXT, what),
  }
}

/** The context in a header; undefined where there is none, or it is not sampled. */
function contextOf(traceparent: string): SpanContext | undefined {
  const { traceId, spanId, isSampled } = parseTraceparent(traceparent) ?? { isSampled: false }
  if (!isSampled || traceId === undefined || spanId === undefined) return undefined
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true }
}

function wrapSpan(span: api.Span): Span {
  const { traceId, spanId } = span.spanContext()
  return {
    traceparent: formatTraceparent({ traceId, spanId, isSampled: true }),
    set(attributes) {
      span.setAttributes(attributes)
    },
    fail(errorType) {
      span.setAttribute('error.type', errorType).setStatus({ code: SpanStatusCode.ERROR })
    },
    end() {
      span.end()
    },
  }
}
