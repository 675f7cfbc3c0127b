import { connect } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { ANSWER_MS, openFuzzedTracker, RUN, RUN_NAME, TEST_MS } from './open-fuzzed-tracker.ts'

const tracker = await openFuzzedTracker()
afterAll(() => tracker.close())

const STATUS_LINE = /HTTP\/1\.1 (\d{3}) /gu
// Bun's answer to an unknown version of HTTP.
const NO_SUCH_VERSION = 505

const EVENT = '{"type":"w"}'
const POST = 'POST /v1/events HTTP/1.1\r\nHost: fuzz\r\nContent-Type: application/json\r\n'
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n`

const lyingLength = fc
  .integer({ min: -1, max: 40 })
  .map((length) => `${POST}Content-Length: ${length}\r\n\r\n${EVENT}`)

const oddChunks = fc
  .array(
    fc.tuple(
      fc.constantFrom('c', '0', '-1', 'zz', 'ffffffffffffffff', ''),
      fc.constantFrom(EVENT, '', '\r\n'),
    ),
  )
  .map((chunks) => `${CHUNKED}\r\n${chunks.map((chunk) => `${chunk.join('\r\n')}\r\n`).join('')}0\r\n\r\n`)

const request = fc.oneof(
  fc.constantFrom(
    'GET /t/w?wor=king HTTP/1.1\r\nHost: fuzz\r\n\r\n',
    'GET /t/w HTTP/1.0\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: fuzz\r\n\r\n',
    'CONNECT fuzz:443 HTTP/1.1\r\nHost: fuzz:443\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'GET http://fuzz/t/w HTTP/1.1\r\nHost: other\r\n\r\n',
    `${CHUNKED}Content-Length: 12\r\n\r\n${EVENT}`,
    `${CHUNKED}\r\nc;ext="\r\n${EVENT}\r\n0\r\nTrailer: x\r\n\r\n`,
    `${POST}Content-Length: 12\r\nContent-Length: 13\r\n\r\n${EVENT}`,
    `${POST}Expect: 100-continue\r\nContent-Length: 12\r\n\r\n${EVENT}`,
    `GET /t/w HTTP/1.1\r\nHost: fuzz\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    `GET /t/w HTTP/1.1\r\n${'X: y\r\n'.repeat(300)}\r\n`,
  ),
  lyingLength,
  oddChunks,
)

const pipeline = fc
  .array(request, { minLength: 1, maxLength: 4 })
  .map((requests) => Buffer.from(requests.join(''), 'latin1'))

/** Requests with some bytes replaced, removed or inserted at random places. */
const edited = fc
  .tuple(
    pipeline,
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.uint8Array({ maxLength: 3 })), { minLength: 1, maxLength: 4 }),
  )
  .map(([bytes, edits]) => {
    for (const [at, removed, inserted] of edits) {
      const from = at % (bytes.length + 1)
      bytes = Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(from + removed)])
    }
    return bytes
  })

const stream = fc.oneof(
  { weight: 6, arbitrary: edited },
  { weight: 1, arbitrary: pipeline },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
)

/** Sends bytes and ends its side of the connection; gives everything received until the connection closes. */
function exchange(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const { port, hostname: host } = new URL(tracker.url)
    const socket = connect({ port: Number(port), host, allowHalfOpen: true }, () => socket.end(bytes))
    const timer = setTimeout(() => done(new Error('Cannot go on: the connection was not closed')), ANSWER_MS)

    function done(error?: Error): void {
      clearTimeout(timer)
      socket.destroy()
      if (error === undefined) resolve(received)
      else reject(error)
    }

    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')))
    socket.on('end', () => done())
    // A connection that breaks while we still write counts as closed.
    socket.on('error', () => done())
  })
}

test(
  `bytes that are almost HTTP end only their own connection (${RUN_NAME})`,
  async () => {
    const seen = new Set<number>()
    await fc.assert(
      fc.asyncProperty(stream, async (bytes) => {
        const statuses = [...(await exchange(bytes)).matchAll(STATUS_LINE)].map(([, status]) =>
          Number(status),
        )
        for (const status of statuses) seen.add(status)
        expect(statuses.filter((status) => status >= 500 && status !== NO_SUCH_VERSION)).toEqual([])
      }),
      RUN,
    )
    // Some were taken and some refused, so the fuzzer reached our code.
    expect(seen.has(200) && seen.has(400)).toBe(true)
    expect((await fetch(`${tracker.url}/t/w`)).status).toBe(200)
  },
  TEST_MS,
)
