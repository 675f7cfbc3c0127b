import { choice, defineSettings, secretHeaders, urlOrNone } from '#lib/config/setting.ts'

/** Settings of logs and traces. */
export const telemetry = defineSettings('Logs and traces', {
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], 'Lowest severity of the lines to write', 'info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOrNone(
    'Address for traces, by OTLP over HTTP: spans are posted to its /v1/traces; empty turns tracing off',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secretHeaders('Headers that the receiver of traces requires'),
})
