import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { serve } from '#lib/station/serve.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const BYTES_MAX = 1_000_000
const PIECE = new Uint8Array(100_000).fill(120)

let app: App
let url: string
let read: number

beforeAll(async () => {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const facts = { access: { everybody: 'a test' }, answers: { 200: { description: 'Bytes' } } } as const
  const streamed = defineRoute({
    ...facts,
    method: 'put',
    path: '/bytes',
    summary: 'Counts bytes',
    checksItself: true,
    bodyBytesMax: BYTES_MAX,
    handle: () => async (c) => {
      read = 0
      for await (const piece of c.req.raw.body ?? []) read += piece.byteLength
      return c.text(String(read))
    },
  })
  const waiting = defineRoute({
    ...facts,
    method: 'put',
    path: '/first',
    summary: 'Reads one piece',
    checksItself: true,
    bodyBytesMax: BYTES_MAX,
    handle: () => async (c) => {
      const reader = c.req.raw.body?.getReader()
      const { value } = (await reader?.read()) ?? {}
      await reader?.cancel()
      return c.text(String(value?.byteLength))
    },
  })
  const identifier = { keys, audience: 'storage', adminPassword: '' }
  const options = { identifier, log: quietLog, metrics: openMetrics() }
  app = createApp(defineApi({ station: 'storage', routes: [streamed, waiting] }), options, {})
  const running = { check: () => Promise.resolve(), stop: () => Promise.resolve() }
  const server = serve(
    { ...running, fetch: app.fetch, bodyBytesMax: 2 * BYTES_MAX },
    { name: 'storage', host: '127.0.0.1', port: 0 },
  )
  url = server.url
  return () => server.stop()
})

/** A body of so many pieces, and how many of them were asked for. */
function pieces(count: number) {
  const seen = { asked: 0 }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.asked === count) controller.close()
        else controller.enqueue(PIECE)
        seen.asked += 1
      },
    },
    { highWaterMark: 0 },
  )
  return { body, seen }
}

const headers = { 'content-type': 'application/x-ndjson' }
const put = (body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>) =>
  fetch(`${url}/bytes`, { method: 'PUT', headers, body })

test('a body up to the limit is read, with its length or in chunks', async () => {
  expect(await (await put(new Uint8Array(BYTES_MAX))).text()).toBe(String(BYTES_MAX))
  expect(await (await put(pieces(10).body)).text()).toBe(String(BYTES_MAX))
})

test('a byte more is 413: unread where its length is announced', async () => {
  read = -1
  expect((await put(new Uint8Array(BYTES_MAX + 1))).status).toBe(413)
  expect(read).toBe(-1)
  const response = await put(pieces(11).body)
  expect([response.status, await response.json()]).toMatchObject([413, { code: 'too_large' }])
  expect(read).toBe(BYTES_MAX)
})

test('the station refuses what is more than its own limit', async () => {
  expect((await put(new Uint8Array(2 * BYTES_MAX + 1))).status).toBe(413)
})

test('nothing is read ahead of the handler', async () => {
  const { body, seen } = pieces(10)
  const response = await app.request('/first', { method: 'PUT', headers, body })
  expect(await response.text()).toBe(String(PIECE.byteLength))
  expect(seen.asked).toBeLessThanOrEqual(2)
})
