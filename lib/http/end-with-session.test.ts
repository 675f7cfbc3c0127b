import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken, type PersonClaims } from '#lib/auth/tokens.ts'
import { createApp } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { eventStream } from '#lib/http/event-stream.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const ADA = { person: 'ada', role: 'operate', session: { id: 's-1', sequence: 1 } } as const

/** A station with a stream. Returns how to call it, and how many streams are open. */
async function openStation() {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const ended = new Set<string>()
  let open = 0
  const identifier = {
    keys,
    audience: 'kafidx',
    adminPassword: 'a-long-admin-password',
    isEnded: ({ session }: PersonClaims) => ended.has(session?.id ?? ''),
  }
  const live = definePlainRoute({
    path: '/kafidx/live',
    access: ['service', 'operate', 'admin'],
    summary: 'A stream',
    handle: () => (c) => {
      open += 1
      return eventStream({
        signal: c.req.raw.signal,
        everyMs: 5,
        next: () => ({ data: 1 }),
        onEnd: () => (open -= 1),
      })
    },
  })
  const api = defineApi({ station: 'kafidx', routes: [live] })
  const app = createApp(api, { identifier, log: quietLog, metrics: openMetrics() }, {})
  const look = async (authorization: string) =>
    app.request('/kafidx/live', { headers: { authorization } }, { peerIp: '127.0.0.1' })
  return { keys, ended, look, openStreams: () => open }
}

test('a stream ends when the session that opened it does, but not when another session does', async () => {
  const { keys, ended, look, openStreams } = await openStation()
  const stream = await look(`Bearer ${await signPersonToken(keys, ADA, 'kafidx')}`)
  expect([stream.status, stream.headers.get('cache-control')]).toEqual([200, 'no-store'])
  ended.add('s-2')
  const reader = stream.body?.getReader()
  for (let frames = 0; frames < 50; frames += 1) expect((await reader?.read())?.done).toBe(false)
  ended.add('s-1')
  while ((await reader?.read())?.done === false);
  await expect.poll(openStreams).toBe(0)
})

test('a stream ends when its reader leaves, and its source ends too', async () => {
  const { keys, look, openStreams } = await openStation()
  const stream = await look(`Bearer ${await signPersonToken(keys, ADA, 'kafidx')}`)
  const reader = stream.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  expect(openStreams()).toBe(0)
})

test('services and the admin have no session that could end', async () => {
  const { keys, ended, look, openStreams } = await openStation()
  ended.add('')
  const service = await look(`Bearer ${await signServiceToken(keys, 'web', 'kafidx')}`)
  const admin = await look(`Basic ${btoa('admin:a-long-admin-password')}`)
  for (const stream of [service, admin]) {
    const reader = stream.body?.getReader()
    for (let frames = 0; frames < 5; frames += 1) expect((await reader?.read())?.done).toBe(false)
    await reader?.cancel()
  }
  expect(openStreams()).toBe(0)
})
