import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessTable } from '#lib/auth/access-table.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { LIMITS } from '../../edge/tracker/a-tracker.fixture.ts'
import { openTrackerWorld, type TrackerWorld } from '../../edge/tracker/open-tracker-world.fixture.ts'
import { serve, type Server } from '#lib/station/serve.ts'
import { aCallOf, type Call } from './a-call.ts'

// Another one in each run; it is in the name of the tests, and fast-check tells it where one fails.
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000)
const CASES = Number(process.env['FUZZ_CASES'] ?? 400)
const ANSWER_MS = 10_000
const TEST_MS = 3_600_000

let world: TrackerWorld
let server: Server
const metrics = openMetrics()

beforeAll(async () => {
  world = await openTrackerWorld()
  const limits = { ...LIMITS, deviceEventsPerSecond: 0, ipEventsPerSecond: 0 }
  const app = world.tracker({ limits, metrics })
  const station = { fetch: app.fetch, check: () => Promise.resolve(), stop: () => Promise.resolve() }
  server = serve(station, { name: 'tracker', host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop()
  await world.close()
})

async function send({ method, path, headers, body }: Call): Promise<Response> {
  return fetch(server.url + path, {
    method,
    headers,
    body: body === undefined ? null : Buffer.from(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
}

async function counted(outcome: string): Promise<number> {
  const lines = (await metrics.text()).matchAll(/^push_tracker_events_total\{.*outcome="(\w+)".*\} (\d+)$/gmu)
  return [...lines].reduce((sum, [, name, count]) => sum + (name === outcome ? Number(count) : 0), 0)
}

async function inStream(): Promise<number> {
  let count = 0
  for (;;) {
    const entries = await world.entries()
    if (entries.length === 0) return count
    count += entries.length
  }
}

// The routes as the access table has them: a new one is fuzzed without a word here.
test.each(Object.keys(accessTable.tracker))(
  `%s answers whatever comes, and keeps what it said it kept (${CASES} cases, FUZZ_SEED=${SEED})`,
  async (row) => {
    const before = (await counted('ok')) + (await counted('unreadable'))
    await fc.assert(
      fc.asyncProperty(aCallOf(row), async (call) => {
        const response = await send(call)
        const answer = await response.text()
        expect(response.status === 503 || response.status < 500).toBe(true)
        if (response.status < 400) return
        // Bun's own answers to what is no HTTP, or has too long a head, have no body.
        if (answer === '' && (call.method === 'HEAD' || response.status === 431 || response.status === 400))
          return
        expect(response.headers.get('content-type')).toBe('application/problem+json')
        expect(JSON.parse(answer)).toMatchObject({ status: response.status, code: expect.any(String) })
      }),
      { seed: SEED, numRuns: CASES },
    )
    const kept = (await counted('ok')) + (await counted('unreadable')) - before
    expect(await inStream()).toBeGreaterThanOrEqual(kept)
    expect((await send({ method: 'GET', path: '/t/w', headers: {}, body: undefined })).status).toBe(200)
    await world.entries()
  },
  TEST_MS,
)
