import { serve } from '#lib/station/serve.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import { LIMITS } from '../../edge/tracker/a-tracker.fixture.ts'
import { openTrackerWorld, type TrackerWorld } from '../../edge/tracker/open-tracker-world.fixture.ts'

/** A tracker with a port of its own and without rate limits. */
export interface FuzzedTracker {
  readonly url: string
  readonly world: TrackerWorld
  readonly metrics: Metrics
  close(): Promise<void>
}

const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000)
// All tests together take about a minute.
const CASES = Number(process.env['FUZZ_CASES'] ?? 2_000)

/** Number of cases, and the seed, which differs from run to run. */
export const RUN = { seed: SEED, numRuns: CASES }
/** The same in the name of a test, so that a run can be repeated. */
export const RUN_NAME = `${CASES} cases, FUZZ_SEED=${SEED}`
/** A call without an answer after this time hangs. */
export const ANSWER_MS = 10_000
/** Time-out of a test. */
export const TEST_MS = 3_600_000

/** Opens a tracker to be fuzzed. */
export async function openFuzzedTracker(): Promise<FuzzedTracker> {
  const metrics = openMetrics()
  const world = await openTrackerWorld()
  const limits = { ...LIMITS, deviceEventsPerSecond: 0, ipEventsPerSecond: 0 }
  const app = world.tracker({ limits, metrics })
  const station = { fetch: app.fetch, check: () => Promise.resolve(), stop: () => Promise.resolve() }
  const server = serve(station, { name: 'tracker', host: '127.0.0.1', port: 0 })
  return {
    url: server.url,
    world,
    metrics,
    async close() {
      await server.stop()
      await world.close()
    },
  }
}
