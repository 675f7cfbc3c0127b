import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { followEndedSessions } from '#lib/auth/follow-ended-sessions.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const HOUR_MS = 3_600_000

interface Item {
  readonly person: string
  readonly session?: string
  readonly sequence: number
  readonly until: string
}

const until = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toISOString()

/** Follows a list that may grow. Its server may be away. */
async function follow(items: Item[], isAway: () => boolean = () => false) {
  const server = Bun.serve({
    development: false,
    port: 0,
    fetch(request) {
      if (isAway()) return new Response(null, { status: 503 })
      const since = Number(new URL(request.url).searchParams.get('since') ?? 0)
      const page = items.filter(({ sequence }) => sequence > since).slice(0, 2)
      return Response.json({ items: page, next: String(page.at(-1)?.sequence ?? since) })
    },
  })
  onTestFinished(() => server.stop(true))
  const ended = await followEndedSessions({
    keys: await openKeyRing(join(temporaryFolder(), 'keys.json')),
    station: 'storage',
    accountsUrl: server.url.href,
    refreshSeconds: 0.005,
    log: quietLog,
    metrics: openMetrics(),
  })
  onTestFinished(() => ended.stop())
  return (person: string, session?: PersonClaims['session']) =>
    ended.isEnded({ person, role: 'person', ...(session && { session }) })
}

test('a token is invalid once its session is listed; tokens of other sessions are not', async () => {
  const isEnded = await follow([
    { person: 'ada', session: 's-1', sequence: 4, until: until(HOUR_MS) },
    { person: 'ben', session: 's-9', sequence: 5, until: until(HOUR_MS) },
    { person: 'ada', session: 's-3', sequence: 6, until: until(HOUR_MS) },
  ])
  expect(isEnded('ada', { id: 's-1', sequence: 9 })).toBe(true)
  expect(isEnded('ada', { id: 's-3', sequence: 1 })).toBe(true)
  expect(isEnded('ada', { id: 's-2', sequence: 1 })).toBe(false)
  expect(isEnded('ben', { id: 's-1', sequence: 1 })).toBe(false)
  expect(isEnded('ada')).toBe(false)
})

test('an entry without a session makes all older tokens of a person invalid, also those without a session', async () => {
  const items: Item[] = []
  const isEnded = await follow(items)
  expect(isEnded('ada', { id: 's-1', sequence: 6 })).toBe(false)
  items.push({ person: 'ada', sequence: 7, until: until(HOUR_MS) })
  await expect.poll(() => isEnded('ada', { id: 's-1', sequence: 6 })).toBe(true)
  expect(isEnded('ada', { id: 's-2', sequence: 7 })).toBe(false)
  expect([isEnded('ada'), isEnded('ben')]).toEqual([true, false])
})

test('entries that are over are forgotten, the others stay', async () => {
  const items: Item[] = [
    { person: 'ada', session: 's-1', sequence: 1, until: until(HOUR_MS) },
    { person: 'ada', session: 's-2', sequence: 2, until: until(2 * HOUR_MS) },
  ]
  const isEnded = await follow(items)
  const session = (id: string) => ({ id, sequence: 0 })
  expect([isEnded('ada', session('s-1')), isEnded('ada', session('s-2'))]).toEqual([true, true])
  vi.setSystemTime(Date.now() + HOUR_MS)
  onTestFinished(() => void vi.useRealTimers())
  items.push({ person: 'ben', sequence: 3, until: until(HOUR_MS) })
  await expect.poll(() => isEnded('ben')).toBe(true)
  expect([isEnded('ada', session('s-1')), isEnded('ada', session('s-2'))]).toEqual([false, true])
})

test('while accounts is away, known entries stay; new ones arrive later', async () => {
  let isAway = false
  const items: Item[] = [{ person: 'ada', session: 's-1', sequence: 1, until: until(HOUR_MS) }]
  const isEnded = await follow(items, () => isAway)
  isAway = true
  items.push({ person: 'ada', session: 's-2', sequence: 2, until: until(HOUR_MS) })
  expect(isEnded('ada', { id: 's-1', sequence: 0 })).toBe(true)
  isAway = false
  await expect.poll(() => isEnded('ada', { id: 's-2', sequence: 0 })).toBe(true)
})
