import { choice, group, integer, secretHeaders, share, urlOrNone } from '#lib/config/setting.ts'

/** What is written down of the work itself. */
export const telemetry = group('Logs and traces', {
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], 'Least severe line to write', 'info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOrNone(
    'Where traces go by OTLP over HTTP: spans are posted to its /v1/traces; empty traces nothing',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secretHeaders('Headers that the receiver of traces wants'),
  TRACE_SAMPLE_RATIO: share('Share of the calls without a traceparent that the tracker follows', '0.01'),
  TRACED_EVENTS_PER_SECOND_MAX: integer(
    0,
    100_000,
    'Most events a second that a tracker follows by chance, and as many again because their callers ask for it',
    '50',
  ),
})
