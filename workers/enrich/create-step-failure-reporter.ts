import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Called with the name of a failed step, and its error. */
export type StepFailed = (step: string, error: unknown) => void

const LOG_EVERY_MS = 60_000

/** Creates the reporter of step failures: it counts each, and logs at most one per step and minute, with their number. */
export function createStepFailureReporter({
  metrics,
  log,
  now,
}: {
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => number
}): StepFailed {
  const failures = metrics.counter(
    'push_worker_step_failures_total',
    'Events without the fields of a failed step',
    ['step'],
  )
  const told = new Map<string, { at: number; since: number }>()

  return function failed(step, error) {
    failures.inc({ step })
    const last = told.get(step) ?? { at: -Infinity, since: 0 }
    last.since += 1
    told.set(step, last)
    if (now() - last.at < LOG_EVERY_MS) return
    log.error('step failed, events continue without its fields', { step, count: last.since, error })
    told.set(step, { at: now(), since: 0 })
  }
}
