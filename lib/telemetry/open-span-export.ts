import { ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace'
import { messageOf } from '#lib/errors/message-of.ts'
import { withoutEndSlashes } from '#lib/http/without-end-slashes.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Options of `openSpanExport()`. */
export interface SpanExportOptions {
  /** Base URL of an OTLP/HTTP receiver: spans are posted to `<endpoint>/v1/traces`. */
  readonly endpoint: string
  /** Additional headers that the receiver requires. */
  readonly headers: Readonly<Record<string, string>>
  readonly log: Logger
  readonly metrics: Metrics
}

/** Exports the spans of this process. */
export interface SpanExport {
  readonly processor: SpanProcessor
  /** Sends the remaining spans; takes at most 2 s. */
  stop(): Promise<void>
}

/** The maximum number of spans that wait for the receiver. Further spans are lost, which is acceptable for traces. */
export const WAITING_SPANS_MAX = 2_048
const BATCH_SPANS_MAX = 512
const EXPORT_EVERY_MS = 1_000
const EXPORT_TIMEOUT_MS = 5_000
// Longer than one export with its retries, because only one export runs at a time.
const EXPORT_MS_MAX = 30_000
const STOP_MS = 2_000

/** Opens an export in batches, in the background. It logs one line when the receiver goes away and one when it is back. */
export function openSpanExport({ endpoint, headers, log, metrics }: SpanExportOptions): SpanExport {
  const spans = metrics.counter(
    'push_trace_spans_total',
    'Spans that ended, and spans that were exported; the difference is waiting or lost',
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
        // The failure is logged above. The processor must continue in both cases.
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
