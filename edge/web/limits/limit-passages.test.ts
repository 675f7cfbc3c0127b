import { describe, expect, onTestFinished, test } from 'vitest'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { openRawConnection, postHead, type RawConnection } from '#lib/testing/raw-connection.ts'
import { openFront, type Front, type FrontOptions } from '../open-front.fixture.ts'

const ANNA = 'X-Forwarded-For: 198.51.100.1\r\n'
const BERT = 'X-Forwarded-For: 198.51.100.2\r\n'

const FEW = { max: 1_000, perClientMax: 2 }
const STREAM = { 'content-type': 'text/event-stream' }

/** A front end behind one proxy, before a station that answers `ok`. */
function aFront(options: FrontOptions = {}): Promise<Front> {
  return openFront({ trustedHops: 1, station: () => new Response('ok'), ...options })
}

function get({ url }: Front, path: string, of: string): RawConnection {
  const connection = openRawConnection(new URL(url))
  connection.send(`GET ${path} HTTP/1.1\r\nHost: push.example\r\n${of}\r\n`)
  return connection
}

function idlePost({ url }: Front, path: string, of: string, sent = ''): RawConnection {
  const connection = openRawConnection(new URL(url))
  connection.send(postHead(path, 100, of) + sent)
  return connection
}

const statusOf = (connection: RawConnection) => /^HTTP\/1\.1 (\d+)/u.exec(connection.received())?.[1]

/** An answer that begins and does not end; longer than what is taken at once. */
function endless(headers: Record<string, string> = {}): Response {
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(100_000)) })
  return new Response(body, { headers })
}

describe('a small body', () => {
  test('reaches its station once it is whole, and not before', async () => {
    const bodies: string[] = []
    const front = await aFront({
      async station(request) {
        bodies.push(await request.text())
        return new Response('ok')
      },
    })
    const slow = idlePost(front, '/store/offers', ANNA, 'x'.repeat(99))
    expect(await (await fetch(`${front.url}/store/offers`, { method: 'POST', body: 'a' })).text()).toBe('ok')
    expect(bodies).toEqual(['a'])
    slow.send('y')
    await expect.poll(() => statusOf(slow)).toBe('200')
    expect(bodies).toEqual(['a', `${'x'.repeat(99)}y`])
  })

  test.each([
    ['/store/offers', '408'],
    ['/v1/events', '408'],
    ['/owntracks', '503'],
    ['/overland', '503'],
    ['/osmand', '503'],
    ['/?id=phone-1&lat=1&lon=2', '503'],
  ])(
    'that does not come is answered at %s with %s, reaches nobody, and its connection is closed',
    async (path, status) => {
      const calls: string[] = []
      const metrics = openMetrics()
      const front = await aFront({
        metrics,
        limits: { bodyGapSecondsMax: 0.1 },
        station(request) {
          calls.push(request.url)
          return new Response('ok')
        },
      })
      const idle = idlePost(front, path, ANNA, 'x')
      await expect.poll(() => idle.isClosed()).toBe(true)
      expect([statusOf(idle), calls]).toEqual([status, []])
      expect(idle.received()).toContain('"code":"body_stalled"')
      expect(await metrics.text()).toMatch(/^push_web_refused_calls_total\{reason="stalled\w*"\} 1$/mu)
    },
  )

  test('that breaks off is nobody any more', async () => {
    const front = await aFront({ limits: { calls: { max: 1, perClientMax: 1 } } })
    const leaving = new AbortController()
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) })
    const call = fetch(`${front.url}/store/offers`, { method: 'POST', body, signal: leaving.signal })
    leaving.abort()
    await expect(call).rejects.toThrow()
    await expect.poll(async () => (await fetch(`${front.url}/store/offers`)).status).toBe(200)
  })
})

test('a body of unknown length that stops coming is answered 408, and its station is left alone', async () => {
  const [begun, ended] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  const front = await aFront({
    limits: { bodyGapSecondsMax: 0.3 },
    async station(request) {
      begun.resolve(undefined)
      await request.text().catch(() => undefined)
      ended.resolve(undefined)
      return new Response('ok')
    },
  })
  const idle = openRawConnection(new URL(front.url))
  idle.send(`POST /assets HTTP/1.1\r\nHost: a\r\n${ANNA}Transfer-Encoding: chunked\r\n\r\n3\r\n{"t\r\n`)
  await Promise.all([begun.promise, ended.promise])
  await expect.poll(() => statusOf(idle)).toBe('408')
})

describe('the calls of one client', () => {
  test('that are too many are answered 429, and those of others pass', async () => {
    const front = await aFront({ limits: { calls: FEW }, station: () => endless() })
    const held = [get(front, '/store/offers', ANNA), get(front, '/store/offers', ANNA)]
    for (const one of held) await expect.poll(() => statusOf(one)).toBe('200')
    const refused = get(front, '/store/offers', ANNA)
    await expect.poll(() => refused.received()).toContain('"code":"too_many_calls"')
    expect([statusOf(refused), refused.received()]).toEqual([
      '429',
      expect.stringContaining('retry-after: 1'),
    ])
    const other = get(front, '/store/offers', BERT)
    await expect.poll(() => statusOf(other)).toBe('200')
  })

  test('count no more once they ended: read, or left', async () => {
    const front = await aFront({
      limits: { calls: FEW },
      station: ({ url }) => (url.endsWith('/long') ? endless() : new Response('short')),
    })
    for (let again = 0; again < 5; again += 1)
      expect(await (await fetch(`${front.url}/store/short`)).text()).toBe('short')
    for (let again = 0; again < 5; again += 1) {
      const leaving = new AbortController()
      await expect
        .poll(async () => (await fetch(`${front.url}/store/long`, { signal: leaving.signal })).status)
        .toBe(200)
      leaving.abort()
    }
  })

  test('pass though its own idle bodies take all room: the slowest one goes', async () => {
    const front = await aFront({ limits: { calls: FEW, bodyGapSecondsMax: 2 } })
    const idle = [idlePost(front, '/store/offers', ANNA), idlePost(front, '/store/offers', ANNA)]
    let answered: RawConnection | undefined
    await expect
      .poll(() => {
        answered ??= get(front, '/store/offers', ANNA)
        const status = statusOf(answered)
        if (status === '429') answered = undefined
        return status
      })
      .toBe('200')
    await expect.poll(() => idle.map(statusOf)).toContain('408')
  })
})

test('where all have too many calls under way together, one more is answered 503', async () => {
  const front = await aFront({ limits: { calls: { max: 1, perClientMax: 2 } }, station: () => endless() })
  const held = get(front, '/store/offers', ANNA)
  await expect.poll(() => statusOf(held)).toBe('200')
  const refused = get(front, '/store/offers', BERT)
  await expect.poll(() => refused.received()).toContain('"code":"busy"')
  expect(statusOf(refused)).toBe('503')
})

describe.each(['/kafidx/tail', '/live'])('streams of events at %s', (path) => {
  test('have a limit of their own for each client, and leave its calls alone', async () => {
    const left: string[] = []
    const front = await aFront({
      limits: { streams: FEW, calls: FEW },
      station(request) {
        request.signal.addEventListener('abort', () => left.push(request.url))
        return new URL(request.url).pathname.startsWith('/kafidx') ? endless(STREAM) : new Response('ok')
      },
    })
    const held = [get(front, path, ANNA), get(front, path, ANNA)]
    for (const one of held) await expect.poll(() => statusOf(one)).toBe('200')
    const refused = get(front, path, ANNA)
    await expect.poll(() => refused.received()).toContain('"code":"too_many_streams"')
    expect(statusOf(refused)).toBe('429')
    // The station is not kept busy for a stream that nobody gets.
    await expect.poll(() => left).toHaveLength(1)
    const [other, call] = [get(front, path, BERT), get(front, '/store/offers', ANNA)]
    await expect.poll(() => [statusOf(other), statusOf(call)]).toEqual(['200', '200'])
  })

  test('count no more once their client left', async () => {
    const front = await aFront({
      limits: { streams: { max: 1, perClientMax: 1 } },
      station: () => endless(STREAM),
    })
    for (let again = 0; again < 3; again += 1) {
      const leaving = new AbortController()
      onTestFinished(() => leaving.abort())
      await expect
        .poll(async () => (await fetch(front.url + path, { signal: leaving.signal })).status)
        .toBe(200)
      leaving.abort()
    }
  })
})

test('a large body is not too slow for waiting until its station takes more of it', async () => {
  const goOn = Promise.withResolvers<undefined>()
  const front = await aFront({
    limits: { bodyGapSecondsMax: 0.2 },
    async station(request) {
      const reader = request.body?.getReader()
      await reader?.read()
      await goOn.promise
      let bytes = 0
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
        bytes += part.value.byteLength
      return new Response(bytes > 0 ? 'whole' : 'nothing')
    },
  })
  const idle = idlePost(front, '/store/offers', BERT)
  const answer = fetch(`${front.url}/assets`, { method: 'POST', body: new Uint8Array(40_000_000) })
  // By then as long has passed as a body may be silent.
  await expect.poll(() => statusOf(idle)).toBe('408')
  goOn.resolve(undefined)
  expect(await (await answer).text()).toBe('whole')
})
