import { expect, test } from 'vitest'
import { openKafidx } from '../open-kafidx.fixture.ts'

const MINUTE_MS = 60_000
const HOSTILE = '<img src=x onerror=alert(1)>'

function minutesAgo(minutes: number): number {
  return (Math.floor(Date.now() / MINUTE_MS) - minutes) * MINUTE_MS
}

test('shows the counts of the last hour, highest first', async () => {
  const { call, counters } = await openKafidx()
  const [recent, early] = [minutesAgo(5), minutesAgo(30)]
  await counters.add({
    counter: 'event-counter',
    topic: 'push.events',
    partition: 0,
    firstOffset: 0,
    nextOffset: 5,
    counts: [
      { minute: early, key: 'w', count: 2 },
      { minute: early, key: 'geo', count: 40 },
      { minute: recent, key: 'geo', count: 2 },
      { minute: minutesAgo(90), key: 'geo', count: 1_000 },
    ],
  })
  const page = await (await call('/consumers')).text()
  expect(cellsOf(page)).toEqual(['geo', '0', '42', 'w', '0', '2'])
})

test('shows hostile types as text', async () => {
  const { call, counters } = await openKafidx()
  const counts = [{ minute: minutesAgo(2), key: HOSTILE, count: 1 }]
  const stretch = {
    counter: 'event-counter',
    topic: 'push.events',
    partition: 0,
    firstOffset: 0,
    nextOffset: 1,
  }
  await counters.add({ ...stretch, counts })
  const page = await (await call('/consumers')).text()
  expect(page).not.toContain(HOSTILE)
  expect(page).toContain('&lt;img src=x')
})

test('shows an error when statistics is down', async () => {
  const { call, lose } = await openKafidx()
  await lose('statistics')
  const response = await call('/consumers')
  expect([response.status, response.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("default-src 'self'"),
  ])
  expect(await response.text()).toContain('The counters are not available now')
})

function cellsOf(page: string): string[] {
  return [...page.matchAll(/<td[^>]*>([^<]*)<\/td>/gu)].map(([, text]) => text ?? '')
}
