import { beforeAll, expect, test } from 'vitest'
import { openRawConnection, postHead } from '#lib/testing/raw-connection.ts'
import type { EventKeeper } from '../keep/event-keeper.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'
import { serveTracker } from './serve-tracker.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
  return () => world.close()
})

/** A keeper that waits until the test releases it. */
function aSlowKeeper() {
  const { promise, resolve } = Promise.withResolvers<void>()
  let calls = 0
  const keeper: EventKeeper = {
    async keep() {
      calls += 1
      await promise
      return 'stream'
    },
    keepInStream: () => promise,
  }
  return { keeper, calls: () => calls, finish: resolve }
}

test('the number of calls in progress is limited; one more is answered 503 unread, until one ends', async () => {
  const metrics = openMetrics()
  const { keeper, calls, finish } = aSlowKeeper()
  const limits = { ...LIMITS, requestsInFlightMax: 2 }
  const app = world.tracker({ keeper, limits, metrics })
  const inHand = [1, 2].map(async () => app.request('/t/w', {}, {}))
  await expect.poll(calls).toBe(2)

  let isRead = false
  const body = new ReadableStream({ pull: () => void (isRead = true) }, { highWaterMark: 0 })
  const refused = await app.fetch(new Request('http://localhost/v1/events', { method: 'POST', body }), {})
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(5)
  expect(await refused.json()).toMatchObject({ code: 'busy' })
  expect(isRead).toBe(false)
  expect(await metrics.text()).toContain('push_tracker_refused_calls_total{reason="in_flight"} 1')

  finish()
  expect((await Promise.all(inHand)).map(({ status }) => status)).toEqual([200, 200])
  expect((await app.request('/t/w', {}, {})).status).toBe(200)
})

test('failed calls free their place', async () => {
  const app = world.tracker({ limits: { ...LIMITS, requestsInFlightMax: 1 } })
  for (const path of ['/t/', '/nowhere', '/t/geo?di=null']) await app.request(path, {}, {})
  await app.request('/v1/events', { method: 'POST', body: 'no json' }, {})
  expect((await app.request('/t/w', {}, {})).status).toBe(200)
  expect(await world.kept()).toHaveLength(1)
})

test('slow bodies make room for fast ones', async () => {
  const limits = { ...LIMITS, requestsInFlightMax: 2, bodyGapSecondsMax: 15 }
  const url = serveTracker(world.tracker({ limits }))
  const slow = [openRawConnection(url), openRawConnection(url)]
  for (const connection of slow) connection.send(`${postHead('/v1/events', 100)}{`)
  // A body counts as slow only after a while.
  await expect.poll(async () => (await fetch(new URL('/t/w', url))).status).toBe(503)
  await expect.poll(async () => (await fetch(new URL('/t/w', url))).status).toBe(200)
  await expect.poll(() => slow.map((connection) => connection.isClosed())).toContain(true)
  await world.entries()
})
