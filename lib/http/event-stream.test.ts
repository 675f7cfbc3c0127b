import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventStream, lastEventId, type StreamedEvent } from '#lib/http/event-stream.ts'

const EVERY_MS = 100

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A stream fed from a list, and counts of what happened to it. */
function aStream(values: StreamedEvent[] = [], signal = new AbortController().signal) {
  const seen = { asked: 0, ended: 0 }
  const response = eventStream({
    signal,
    everyMs: EVERY_MS,
    next() {
      seen.asked += 1
      return values.shift()
    },
    onEnd: () => void (seen.ended += 1),
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return { response, seen, next: async () => (await reader?.read())?.value, leave: () => reader?.cancel() }
}

test('each value is one event, whatever it contains', async () => {
  const { response, next, leave } = aStream([{ data: { text: 'a\n\ndata: forged\r' } }, { data: 'second' }])
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await next()).toBe('retry: 1000\n\n')
  vi.advanceTimersByTime(EVERY_MS)
  expect(await next()).toBe('data: {"text":"a\\n\\ndata: forged\\r"}\n\n')
  vi.advanceTimersByTime(EVERY_MS)
  expect(await next()).toBe('data: "second"\n\n')
  await leave()
})

test('an event has the id that a reader names when it comes back', async () => {
  const { next, leave } = aStream([{ id: '7', data: 'seventh' }])
  await next()
  vi.advanceTimersByTime(EVERY_MS)
  expect(await next()).toBe('id: 7\ndata: "seventh"\n\n')
  await leave()
  expect(lastEventId(new Headers({ 'last-event-id': '7' }))).toBe('7')
})

test.each(['', 'a b', 'é', 'x'.repeat(65), '{"$gt":1}'])('"%s" is no id of ours', (id) => {
  expect(lastEventId(new Headers({ 'last-event-id': id }))).toBeUndefined()
})

test('a new reader names none', () => {
  expect(lastEventId(new Headers())).toBeUndefined()
})

test('a client that reads slowly is not sent more than it takes', () => {
  const { seen } = aStream([{ data: 'frame' }])
  vi.advanceTimersByTime(10 * EVERY_MS)
  expect(seen.asked).toBeLessThanOrEqual(1)
})

test('when there is nothing to send, a comment keeps the connection open', async () => {
  const { next, leave } = aStream()
  expect(await next()).toBe('retry: 1000\n\n')
  vi.advanceTimersByTime(11_000)
  expect(await next()).toBe(': still here\n\n')
  await leave()
})

test('a reader that leaves ends the stream once, and no timer stays', async () => {
  const { next, leave, seen } = aStream()
  await next()
  expect(vi.getTimerCount()).toBe(1)
  await leave()
  expect([seen.ended, vi.getTimerCount()]).toEqual([1, 0])
})

test('an aborted request ends the stream once, and closes it', async () => {
  const request = new AbortController()
  const { next, seen } = aStream([], request.signal)
  await next()
  request.abort()
  expect(await next()).toBeUndefined()
  expect([seen.ended, vi.getTimerCount()]).toEqual([1, 0])
})

test('a request that was aborted before it began starts no stream', () => {
  const { seen } = aStream([{ data: 'frame' }], AbortSignal.abort())
  vi.advanceTimersByTime(10 * EVERY_MS)
  expect([seen.asked, seen.ended, vi.getTimerCount()]).toEqual([0, 1, 0])
})
