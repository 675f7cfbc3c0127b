import type { DeliveryContent } from '#lib/store/deliveries.ts'
import { parseTraceparent } from '#lib/telemetry/trace-context.ts'
import { causeOf } from './cause-of.ts'

/** The id of the trace to which the sending of a delivery belongs; undefined when it is not traced. */
export function traceIdOf(content: DeliveryContent): string | undefined {
  return parseTraceparent(causeOf(content)?.traceparent)?.traceId
}
