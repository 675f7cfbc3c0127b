import { choice, defineSettings, secretHeaders, urlOrNone } from '#lib/config/setting.ts'

/** What is written down of the work itself. */
export const telemetry = defineSettings('Logs and traces', {
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], 'Least severe line to write', 'info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOrNone(
    'Where traces go by OTLP over HTTP: spans are posted to its /v1/traces; empty traces nothing',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secretHeaders('Headers that the receiver of traces wants'),
})
