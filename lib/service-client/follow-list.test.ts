import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { followList } from '#lib/service-client/follow-list.ts'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const NEVER_MS = 3_600_000
const SHORT_MS = 5
const TIME = '2026-01-01T00:00:00.000Z'

let keys: KeyRing

beforeEach(async () => {
  keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
})

type Answer = (since: string | null, path: string) => Response | Promise<Response>

/** Follows a list of a station that answers with the given function. */
async function follow(answer: Answer, { refreshMs = SHORT_MS, apply = (): void => undefined } = {}) {
  const server = Bun.serve({
    development: false,
    port: 0,
    fetch(request) {
      const { searchParams, pathname, search } = new URL(request.url)
      return answer(searchParams.get('since'), pathname + search)
    },
  })
  const known: string[] = []
  const lines: unknown[] = []
  const log: Logger = {
    ...quietLog,
    warn: (message, fields) => lines.push([message, fields?.['list']]),
    info: (message, fields) => lines.push([message, fields?.['list']]),
  }
  const metrics = openMetrics()
  const list = await followList({
    service: openServiceClient({ keys, service: 'tracker', audience: 'accounts', url: server.url.href }),
    path: '/accounts/revoked-keys',
    page: revokedKeysSchema,
    apply: (item) => {
      apply()
      known.push(item.key_id)
    },
    refreshMs,
    name: 'revoked_keys',
    station: 'tracker',
    log,
    metrics,
  })
  onTestFinished(async () => {
    await list.stop()
    await server.stop(true)
  })
  return {
    list,
    known,
    lines,
    readAt: async (): Promise<number> => {
      const line =
        /^push_list_read_timestamp_seconds\{list="revoked_keys",station="tracker"\} (?<at>\S+)$/mu.exec(
          await metrics.text(),
        )
      return Number(line?.groups?.['at'])
    },
  }
}

/** A station with this list in pages of two; the list can grow. */
function aStation(ids: string[]): Answer {
  return (since) => {
    const from = Number(since ?? 0)
    const items = ids.slice(from, from + 2).map((key_id) => ({ key_id, revoked_at: TIME }))
    return Response.json({ items, next: String(from + items.length) })
  }
}

describe('followList()', () => {
  test('reads all pages before it resolves, then only what is new, each item once and in order', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const asked: string[] = []
    const station = aStation(ids)
    const { list, known } = await follow((since, path) => {
      asked.push(path)
      return station(since, path)
    })
    expect(known).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(list.isRead()).toBe(true)
    expect(asked.slice(0, 2)).toEqual(['/accounts/revoked-keys', '/accounts/revoked-keys?since=2'])
    ids.push('f')
    await expect.poll(() => known).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(asked.slice(4)).not.toContain('/accounts/revoked-keys')
  })

  test('encodes any cursor in the query', async () => {
    const asked: string[] = []
    await follow((since, path) => {
      asked.push(path)
      const items = since === null ? [{ key_id: 'a', revoked_at: TIME }] : []
      return Response.json({ items, next: '1&limit=1' })
    })
    expect(asked[1]).toBe('/accounts/revoked-keys?since=1%26limit%3D1')
  })

  test('treats errors as no answer: it logs once, keeps the time of the last read, and catches up later', async () => {
    const troubles = [
      ...[401, 403, 404, 500, 503].map((status) => () => new Response(null, { status })),
      () => Response.json({ next: '1' }),
      () => Response.json({ items: [{ key_id: 'x', revoked_at: 'soon' }], next: '1' }),
      () => new Response('no json'),
    ]
    let asked = 0
    let isWell = false
    const station = aStation(['a'])
    const { list, known, lines, readAt } = await follow((since, path) =>
      isWell ? station(since, path) : (troubles[asked++ % troubles.length]?.() ?? new Response()),
    )
    await expect.poll(() => asked).toBeGreaterThan(troubles.length)
    expect(list.isRead()).toBe(false)
    expect(known).toEqual([])
    expect(lines).toEqual([['cannot refresh the list, using known items', 'revoked_keys']])
    const startedAt = await readAt()
    isWell = true
    await expect.poll(() => known).toEqual(['a'])
    await expect.poll(() => list.isRead()).toBe(true)
    expect(lines.slice(1)).toEqual([['the list is refreshed again', 'revoked_keys']])
    expect(await readAt()).toBeGreaterThan(startedAt)
  })

  test('continues at the page that failed', async () => {
    const ids = ['a', 'b', 'c']
    let isWell = false
    const station = aStation(ids)
    const { known } = await follow((since, path) =>
      since === '2' && !isWell ? new Response(null, { status: 503 }) : station(since, path),
    )
    expect(known).toEqual(['a', 'b'])
    isWell = true
    await expect.poll(() => known).toEqual(['a', 'b', 'c'])
  })

  test('applies a page again if one of its items failed', async () => {
    let isBroken = true
    const { known } = await follow(aStation(['a', 'b']), {
      apply: () => {
        if (known.length === 1 && isBroken) {
          isBroken = false
          throw new Error('Cannot take it over')
        }
      },
    })
    await expect.poll(() => known).toEqual(['a', 'a', 'b'])
  })

  test('does not wait for a station that does not answer, at start or stop', async () => {
    const { list } = await follow(() => new Promise<Response>(() => undefined), { refreshMs: NEVER_MS })
    expect(list.isRead()).toBe(false)
  })

  test('sends no requests after stop()', async () => {
    let asked = 0
    const station = aStation([])
    const { list } = await follow((since, path) => {
      asked += 1
      return station(since, path)
    })
    await list.stop()
    const before = asked
    // Wait until another follower has sent several requests. In this time, this one would have sent some too.
    let askedByOther = 0
    await follow((since, path) => {
      askedByOther += 1
      return station(since, path)
    })
    await expect.poll(() => askedByOther).toBeGreaterThan(5)
    expect(asked).toBe(before)
  })
})
