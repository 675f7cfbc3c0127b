import { expect, onTestFinished, test } from 'vitest'
import { openRawConnection, postHead, type RawConnection } from '#lib/testing/raw-connection.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startPlatform } from '../builders/start-platform.ts'

const CLIENTS = 8
const OF_EACH = 50
const ANSWER_MS = 10_000
const LONG_MS = 60_000

// Pages of the front end, calls to a station, calls of a station to another one, and calls that need a token from accounts.
const CALLS: readonly (readonly [path: string, init?: RequestInit])[] = [
  ['/'],
  ['/sign-in'],
  ['/t/w?di=phone-1'],
  ['/v1/events', { method: 'POST', body: '{"type":"w"}' }],
  ['/store/offers'],
  ['/store/offers', { headers: { cookie: 'push.session_token=made-up.signature' } }],
  ['/accounts/openapi.json'],
  ['/kafidx/openapi.json'],
  ['/statistics/openapi.json'],
  ['/jobs'],
]

const ofClient = (client: number) => `X-Forwarded-For: 198.51.100.${client}\r\n`

/** Posts whose bodies stall: a small one without a byte, one in chunks after its first byte, and a large one after its first byte. */
function idlePosts(url: URL): RawConnection[] {
  const heads = (of: string) => [
    postHead('/v1/events', 100, of),
    `POST /v1/events HTTP/1.1\r\nHost: a\r\n${of}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
    `${postHead('/v1/batch', 1_000_000, of)}x`,
  ]
  return connectionsOf(url, (of, number) => heads(of)[number % heads(of).length] ?? '')
}

function liveStreams(url: URL): RawConnection[] {
  return connectionsOf(url, (of) => `GET /live HTTP/1.1\r\nHost: a\r\n${of}\r\n`)
}

function connectionsOf(url: URL, headOf: (client: string, number: number) => string): RawConnection[] {
  return Array.from({ length: CLIENTS * OF_EACH }, (_, number) => {
    const connection = openRawConnection(url)
    connection.send(headOf(ofClient(number % CLIENTS), number))
    return connection
  })
}

async function answers(url: URL): Promise<unknown[]> {
  return Promise.all(
    CALLS.map(async ([path, init]) => {
      const response = await fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(ANSWER_MS) })
      await response.arrayBuffer()
      return [path, response.status]
    }),
  )
}

test('400 idle posts and 400 live streams of several clients do not affect other calls', async () => {
  const platform = await startPlatform({
    folder: temporaryFolder(),
    environment: { TRUSTED_HOPS: '1', LIVE_PAGE: 'public', BODY_GAP_SECONDS_MAX: '60' },
  })
  onTestFinished(async () => {
    await platform.stop()
  })
  const url = new URL(platform.url)
  const before = await answers(url)
  const posts = idlePosts(url)
  const streams = liveStreams(url)
  const isOpen = (connection: RawConnection) => connection.received().startsWith('HTTP/1.1 200 ')
  await expect.poll(() => streams.filter(isOpen).length, { timeout: LONG_MS }).toBe(CLIENTS * OF_EACH)
  expect(await answers(url)).toEqual(before)
  // All of them are still open.
  expect([...posts, ...streams].filter((connection) => connection.isClosed())).toHaveLength(0)
  expect(posts.map((connection) => connection.received()).filter((answer) => answer !== '')).toEqual([])
})
