import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { nameOf } from '#lib/http/define-route.ts'
import { aCallOf, type Call } from './a-call.ts'
import { ANSWER_MS, openFuzzedTracker, RUN, RUN_NAME, TEST_MS } from './open-fuzzed-tracker.ts'
import { trackerRoutes } from '../../edge/tracker/tracker-routes.ts'

const tracker = await openFuzzedTracker()
afterAll(() => tracker.close())

async function send({ method, path, headers, body }: Call): Promise<Response> {
  return fetch(tracker.url + path, {
    method,
    headers,
    body: body === undefined ? null : Buffer.from(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
}

async function counted(outcome: string): Promise<number> {
  const lines = (await tracker.metrics.text()).matchAll(
    /^push_tracker_events_total\{.*outcome="(\w+)".*\} (\d+)$/gmu,
  )
  return [...lines].reduce((sum, [, name, count]) => sum + (name === outcome ? Number(count) : 0), 0)
}

async function inStream(): Promise<number> {
  let count = 0
  for (;;) {
    const entries = await tracker.world.entries()
    if (entries.length === 0) return count
    count += entries.length
  }
}

// New routes are fuzzed automatically.
test.each(trackerRoutes(['/t']).map(nameOf))(
  `%s answers every call, and keeps the events that it counts as kept (${RUN_NAME})`,
  async (row) => {
    const before = (await counted('ok')) + (await counted('unreadable'))
    await fc.assert(
      fc.asyncProperty(aCallOf(row), async (call) => {
        const response = await send(call)
        const answer = await response.text()
        expect(response.status === 503 || response.status < 500).toBe(true)
        if (response.status < 400) return
        // Bun's own answers to invalid HTTP or to long heads have no body.
        if (answer === '' && (call.method === 'HEAD' || response.status === 431 || response.status === 400))
          return
        expect(response.headers.get('content-type')).toBe('application/problem+json')
        expect(JSON.parse(answer)).toMatchObject({ status: response.status, code: expect.any(String) })
      }),
      RUN,
    )
    const kept = (await counted('ok')) + (await counted('unreadable')) - before
    expect(await inStream()).toBeGreaterThanOrEqual(kept)
    expect((await send({ method: 'GET', path: '/t/w', headers: {}, body: undefined })).status).toBe(200)
    await tracker.world.entries()
  },
  TEST_MS,
)
