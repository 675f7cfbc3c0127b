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
  /** Returns the tracer of one station. */
  tracer(station: string): Tracer
  /** Sends the remaining spans; takes at most 2 s. */
  stop(): Promise<void>
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const

const NAMESPACE = 'pushtech'

/** Opens tracing by OTLP over HTTP. It sets no global state; only code that requests a span is traced. */
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

/** Parses the context in a header; undefined if there is none or it is not sampled. */
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
