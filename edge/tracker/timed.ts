import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { openDurations } from '#lib/http/open-durations.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Answers a request. */
export type Answer = (c: Context<AppEnv>) => Response | Promise<Response>

/** The same answers, timed under a route; undefined stands for paths that nobody declared. */
export type Timed = (route: string | undefined, answer: Answer) => (c: Context<AppEnv>) => Promise<Response>

/**
 * Times answers handler by handler, those of `failed` too. A middleware would do the same for all of them, but Hono goes
 * straight to the handler of a path that has no middleware.
 */
export function openTimed(metrics: Metrics, failed: (error: unknown) => Response): Timed {
  const answered = openDurations(metrics)
  return (route, answer) =>
    async function timed(c) {
      const startedAt = performance.now()
      let response: Response
      try {
        response = await answer(c)
      } catch (error) {
        response = failed(error)
      }
      answered({ method: c.req.raw.method, route, status: response.status, startedAt })
      return response
    }
}
