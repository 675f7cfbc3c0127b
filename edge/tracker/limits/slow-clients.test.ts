import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openRawConnection, postHead } from '#lib/testing/raw-connection.ts'
import { LIMITS, openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'
import { serveTracker } from './serve-tracker.fixture.ts'

const EVENT = '{"type":"w"}'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
  return () => world.close()
})

describe('a body', () => {
  test.each([
    ['/v1/events', 408],
    ['/v1/batch', 408],
    ['/owntracks', 503],
    ['/overland', 503],
    ['/osmand', 503],
  ])('that stops coming is answered at %s with %i, and its connection closed', async (path, status) => {
    const limits = { ...LIMITS, bodyGapSecondsMax: 0.1 }
    const connection = openRawConnection(serveTracker(world.tracker({ limits })))
    connection.send(`${postHead(path, EVENT.length)}{"type"`)
    await expect.poll(() => connection.isClosed()).toBe(true)
    const answer = connection.received()
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'))
    expect(answer).toContain('"code":"body_stalled"')
    expect(answer).toContain('application/problem+json')
    expect(await world.entries()).toEqual([])
  })

  test('that never arrives is answered 408', async () => {
    const limits = { ...LIMITS, bodyGapSecondsMax: 0.1 }
    const connection = openRawConnection(serveTracker(world.tracker({ limits })))
    connection.send(postHead('/v1/events', EVENT.length))
    await expect.poll(() => connection.isClosed()).toBe(true)
    expect(connection.received()).toMatch(/^HTTP\/1\.1 408 /u)
  })

  test('that arrives byte by byte is answered 408 after the time-out', async () => {
    const limits = { ...LIMITS, bodyGapSecondsMax: 5, bodySecondsMax: 1 }
    const connection = openRawConnection(serveTracker(world.tracker({ limits })))
    connection.send(postHead('/v1/batch', 10_000))
    const bytes = setInterval(() => connection.send(' '), 20)
    onTestFinished(() => clearInterval(bytes))
    await expect.poll(() => connection.isClosed()).toBe(true)
    expect(connection.received()).toMatch(/^HTTP\/1\.1 408 /u)
  })

  test('in chunks has the same time-out', async () => {
    const limits = { ...LIMITS, bodyGapSecondsMax: 0.1 }
    const connection = openRawConnection(serveTracker(world.tracker({ limits })))
    connection.send('POST /v1/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"t\r\n')
    await expect.poll(() => connection.isClosed()).toBe(true)
    expect(connection.received()).toMatch(/^HTTP\/1\.1 408 /u)
  })

  test('that pauses for less than the gap is kept, and its connection stays open', async () => {
    const connection = openRawConnection(serveTracker(world.tracker()))
    connection.send(`${postHead('/v1/events', EVENT.length)}{"type"`)
    const url = serveTracker(world.tracker())
    // Other calls are served in the meantime.
    expect((await fetch(new URL('/t/w', url))).status).toBe(200)
    connection.send(':"w"}')
    await expect.poll(() => connection.received()).toMatch(/^HTTP\/1\.1 200 /u)
    connection.send('GET /t/w HTTP/1.1\r\nHost: a\r\n\r\n')
    await expect.poll(() => connection.received().match(/HTTP\/1\.1 200 /gu)).toHaveLength(2)
    expect(await world.kept()).toHaveLength(3)
  })

  test('whose client disconnects is dropped, and the next call is served', async () => {
    const url = serveTracker(world.tracker())
    const leaving = new AbortController()
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    })
    const call = fetch(new URL('/v1/events', url), { method: 'POST', body, signal: leaving.signal })
    leaving.abort()
    await expect(call).rejects.toThrow()
    expect((await fetch(new URL('/t/w', url))).status).toBe(200)
    expect(await world.kept()).toHaveLength(1)
  })
})

test('two lengths, a length beside chunks, and headers above 16 KiB are refused before our code runs', async () => {
  const url = serveTracker(world.tracker())
  const cases = [
    [`POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 12\r\n\r\n${EVENT}`, 400],
    [
      `POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [`POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n${EVENT}`, 400],
    [`GET /t/w HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ] as const
  for (const [text, status] of cases) {
    const connection = openRawConnection(url)
    connection.send(text)
    await expect.poll(() => connection.isClosed()).toBe(true)
    expect(connection.received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'))
  }
  expect(await world.entries()).toEqual([])
})

test('bytes after the announced length are not part of the event', async () => {
  const connection = openRawConnection(serveTracker(world.tracker()))
  connection.send(`${postHead('/v1/events', EVENT.length)}${EVENT}{"type":"smuggled"}\r\n\r\n`)
  await expect.poll(() => connection.isClosed()).toBe(true)
  expect((await world.kept()).map(({ type }) => type)).toEqual(['w'])
})
