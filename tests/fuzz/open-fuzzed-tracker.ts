import { serve } from '#lib/station/serve.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import { LIMITS } from '../../edge/tracker/a-tracker.fixture.ts'
import { openTrackerWorld, type TrackerWorld } from '../../edge/tracker/open-tracker-world.fixture.ts'

/** A tracker with a port of its own, whose rates let a fuzzer pass. */
export interface FuzzedTracker {
  readonly url: string
  readonly world: TrackerWorld
  readonly metrics: Metrics
  close(): Promise<void>
}

/** Another one in each run; it is in the name of the tests, and fast-check tells it where one fails. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000)
/** How many calls each test makes: about a minute for all of them. */
export const CASES = Number(process.env['FUZZ_CASES'] ?? 2_000)
/** A call without an answer by then hangs. */
export const ANSWER_MS = 10_000
/** No run of this length ends by itself. */
export const TEST_MS = 3_600_000

/** Opens the tracker that is fuzzed. */
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
