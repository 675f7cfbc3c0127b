import { expect, test } from 'vitest'
import type { LogFields, Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { createStepFailureReporter } from './create-step-failure-reporter.ts'

const MINUTE_MS = 60_000

test('each failure is counted; at most one per step and minute is logged, with the number of failures', async () => {
  const lines: (LogFields | undefined)[] = []
  const log: Logger = { ...quietLog, error: (_, fields) => lines.push(fields) }
  const metrics = openMetrics()
  let nowMs = 0
  const failed = createStepFailureReporter({ metrics, log, now: () => nowMs })
  const error = new Error('out of order')
  for (const step of ['geoip', 'geoip', 'device', 'geoip']) failed(step, error)
  expect(lines).toEqual([
    { step: 'geoip', count: 1, error },
    { step: 'device', count: 1, error },
  ])
  nowMs = MINUTE_MS - 1
  failed('geoip', error)
  expect(lines).toHaveLength(2)
  nowMs = MINUTE_MS
  failed('geoip', error)
  failed('geoip', error)
  expect(lines.slice(2)).toEqual([{ step: 'geoip', count: 4, error }])
  nowMs = 3 * MINUTE_MS
  failed('geoip', error)
  expect(lines.slice(3)).toEqual([{ step: 'geoip', count: 2, error }])
  const text = await metrics.text()
  expect(text).toContain('push_worker_step_failures_total{step="geoip"} 7')
  expect(text).toContain('push_worker_step_failures_total{step="device"} 1')
})
