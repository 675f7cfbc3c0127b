import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { openDurations } from '#lib/http/open-durations.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { nameOrigin } from './answer.ts'
import type { RequestsInFlight } from './limits/requests-in-flight.ts'
import { endCall, type CallTraces } from './create-call-tracer.ts'

/** Answers a request. */
export type Answer = (c: Context<AppEnv>) => Response | Promise<Response>

/** The same answers, timed and followed under a route; undefined stands for paths that nobody declared. */
export type Timed = (route: string | undefined, answer: Answer) => (c: Context<AppEnv>) => Promise<Response>

/** What times answers. */
export interface TimedOptions {
  readonly metrics: Metrics
  readonly traces: CallTraces | undefined
  readonly inFlight: RequestsInFlight
  /** The answer where one was not made. */
  readonly failed: (error: unknown) => Response
}

/**
 * Times answers handler by handler, those of `failed` too. A middleware would do the same for all of them, but Hono goes
 * straight to the handler of a path that has no middleware.
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
