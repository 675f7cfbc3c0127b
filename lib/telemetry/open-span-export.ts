import { ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace'
import { messageOf } from '#lib/errors/message-of.ts'
import { withoutEndSlashes } from '#lib/http/without-end-slashes.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Where spans go. */
export interface SpanExportOptions {
  /** Base address of an OTLP/HTTP receiver: spans are posted to `<endpoint>/v1/traces`. */
  readonly endpoint: string
  /** Headers it wants besides ours. */
  readonly headers: Readonly<Record<string, string>>
  readonly log: Logger
  readonly metrics: Metrics
}

/** The way of spans out of this process. */
export interface SpanExport {
  readonly processor: SpanProcessor
  /** Sends what is left, for 2 s at most. */
  stop(): Promise<void>
}

/** Most spans that wait for the receiver; what comes on top while it is away is lost, as spans may be. */
export const WAITING_SPANS_MAX = 2_048
const BATCH_SPANS_MAX = 512
const EXPORT_EVERY_MS = 1_000
const EXPORT_TIMEOUT_MS = 5_000
// Longer than the receiver is waited for, its retries included: one export is under way at a time.
const EXPORT_MS_MAX = 30_000
const STOP_MS = 2_000

/** Opens the way out: in batches, beside the work, with one line in the log when the receiver goes away or comes back. */
export function openSpanExport({ endpoint, headers, log, metrics }: SpanExportOptions): SpanExport {
  const spans = metrics.counter(
    'push_trace_spans_total',
    'Spans that ended, and those that were exported: the rest waits, or is lost',
    ['state'],
  )
  const countEnded = spans.series({ state: 'ended' })
  const url = `${withoutEndSlashes(endpoint)}/v1/traces`
  const receiver = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  })
  let isAway = false

  const exporter: SpanExporter = {
    export(batch, done) {
      receiver.export(batch, (result) => {
        const isSent = result.code === ExportResultCode.SUCCESS
        if (isSent) spans.inc({ state: 'exported' }, batch.length)
        if (isSent && isAway) log.info('traces are exported again')
        if (!isSent && !isAway) {
          log.warn('cannot export traces', { reason: messageOf(result.error) })
        }
        isAway = !isSent
        // It was told; to the processor it is done with, either way.
        done({ code: ExportResultCode.SUCCESS })
      })
    },
    shutdown: () => receiver.shutdown(),
  }
  const batches = new BatchSpanProcessor({
    exporter,
    maxQueueSize: WAITING_SPANS_MAX,
    maxExportBatchSize: BATCH_SPANS_MAX,
    scheduledDelayMillis: EXPORT_EVERY_MS,
    exportTimeoutMillis: EXPORT_MS_MAX,
  })
  return {
    processor: {
      onStart: () => undefined,
      onEnd(span) {
        countEnded()
        batches.onEnd(span)
      },
      forceFlush: () => batches.forceFlush(),
      shutdown: () => batches.shutdown(),
    },
    async stop() {
      await Promise.race([batches.shutdown(), Bun.sleep(STOP_MS)])
    },
  }
}
