import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { openDurations } from '#lib/http/open-durations.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { nameOrigin } from './answer.ts'
import type { RequestsInFlight } from './limits/requests-in-flight.ts'
import { endCall, type CallTraces } from './create-call-tracer.ts'

/** Answers a request. */
export type Answer = (c: Context<AppEnv>) => Response | Promise<Response>

/** Wraps a handler so that it is timed and traced under a route; undefined stands for unknown paths. */
export type Timed = (route: string | undefined, answer: Answer) => (c: Context<AppEnv>) => Promise<Response>

/** Ports of the timing. */
export interface TimedOptions {
  readonly metrics: Metrics
  readonly traces: CallTraces | undefined
  readonly inFlight: RequestsInFlight
  /** Creates the answer for an error. */
  readonly failed: (error: unknown) => Response
}

/**
 * Opens the timing of handlers, which includes answers of `failed`. It is not a middleware, because Hono is faster for a path
 * without middleware.
 */
export function openTimed({ metrics, traces, inFlight, failed }: TimedOptions): Timed {
  const answered = openDurations(metrics)
  return (route, answer) =>
    async function timed(c) {
      const startedAt = performance.now()
      const span = route === undefined ? undefined : traces?.begin(c.req.raw, route)
      let response: Response
      try {
        inFlight.enter()
        try {
          response = await answer(c)
        } finally {
          inFlight.leave()
        }
      } catch (error) {
        response = failed(error)
      }
      nameOrigin(c.req.raw, response)
      answered({ method: c.req.raw.method, route, status: response.status, startedAt })
      if (span !== undefined) endCall(span, response.status)
      return response
    }
}
