import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** Called with the name of a step that failed, and with what it threw. */
export type StepFailed = (step: string, error: unknown) => void

const LOG_EVERY_MS = 60_000

/** What failures of steps are told by: each is counted, and of each step one a minute is logged, with how many there were. */
export function watchSteps({
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
    'Events that went on without the fields of a step, because it failed',
    ['step'],
  )
  const told = new Map<string, { at: number; since: number }>()

  return function failed(step, error) {
    failures.inc({ step })
    const last = told.get(step) ?? { at: -Infinity, since: 0 }
    last.since += 1
    told.set(step, last)
    if (now() - last.at < LOG_EVERY_MS) return
    log.error('step failed, events go on without its fields', { step, count: last.since, error })
    told.set(step, { at: now(), since: 0 })
  }
}
