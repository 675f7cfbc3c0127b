import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openFront } from './open-front.fixture.ts'

/** Headers as the station got them, for a request written by hand: fetch() would not send those of one connection. */
async function headersThrough(
  sent: Record<string, string>,
  { path = '/t/geo', trustedHops = 0 } = {},
): Promise<Record<string, string>> {
  const { port } = await openFront({
    station: (request) => Response.json(Object.fromEntries(request.headers)),
    trustedHops,
  })
  const call = httpRequest({ host: '127.0.0.1', port, path, headers: sent })
  call.end()
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  return JSON.parse(Buffer.concat(await response.toArray()).toString()) as Record<string, string>
}

/** A value that a test waits for and another part gives. */
function promised<Value = void>() {
  return Promise.withResolvers<Value>()
}

describe('a request passes', () => {
  test('with its method, path, query, body and own headers', async () => {
    const { url } = await openFront({
      station: async (request) => {
        const { pathname, search } = new URL(request.url)
        const { method, headers } = request
        return Response.json([method, pathname + search, headers.get('content-type'), await request.text()])
      },
    })
    const response = await fetch(`${url}/store/offers/a%2Fb?q=1&q=%20x`, {
      method: 'PUT',
      headers: { 'content-type': 'text/x-own' },
      body: 'größe',
    })
    expect(await response.json()).toEqual(['PUT', '/store/offers/a%2Fb?q=1&q=%20x', 'text/x-own', 'größe'])
  })

  test('without headers that belong to its connection, also those it names itself', async () => {
    const got = await headersThrough({
      connection: 'close, x-of-this-hop',
      'x-of-this-hop': '1',
      te: 'trailers',
      'keep-alive': 'timeout=5',
      'proxy-authorization': 'Basic eDp5',
      authorization: 'Bearer x',
      'x-own': 'kept',
    })
    expect(got).toMatchObject({ 'x-own': 'kept', authorization: 'Bearer x' })
    for (const name of ['x-of-this-hop', 'te', 'keep-alive', 'proxy-authorization'])
      expect(got).not.toHaveProperty(name)
  })

  test('with its peer added to x-forwarded-for, and host and scheme as the client saw them', async () => {
    const got = await headersThrough({
      host: 'push.example',
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-host': 'forged.example',
      'x-forwarded-proto': 'gopher',
    })
    expect(got).toMatchObject({
      'x-forwarded-for': expect.stringMatching(/^198\.51\.100\.7, (::ffff:)?127\.0\.0\.1$/u),
      'x-forwarded-host': 'push.example',
      'x-forwarded-proto': 'http',
    })
  })

  test('to the tracker with its client named, as far as that can be believed; whoever names one itself is not', async () => {
    const forged = { 'x-push-ip': '6.6.6.6', 'x-forwarded-for': '7.7.7.7, 198.51.100.7' }
    expect((await headersThrough(forged))['x-push-ip']).toBe('127.0.0.1')
    expect((await headersThrough(forged, { trustedHops: 1 }))['x-push-ip']).toBe('198.51.100.7')
    const rubbish = { 'x-push-ip': '6.6.6.6', 'x-forwarded-for': 'unknown' }
    expect((await headersThrough(rubbish, { trustedHops: 1 }))['x-push-ip']).toBe('unknown')
    const withPort = { 'x-forwarded-for': '6.6.6.6, [2001:db8::1]:443' }
    expect((await headersThrough(withPort, { trustedHops: 1 }))['x-push-ip']).toBe('2001:db8::1')
    expect(await headersThrough(forged, { path: '/store/offers' })).not.toHaveProperty('x-push-ip')
  })

  test('without asking for a compression its client did not ask for', async () => {
    expect(await headersThrough({})).not.toHaveProperty('accept-encoding')
  })

  test('while it is still being sent', async () => {
    const [firstPart, lastPart] = [promised<string>(), promised()]
    const { url } = await openFront({
      station: async (request) => {
        let text = ''
        for await (const chunk of request.body ?? []) {
          text += new TextDecoder().decode(chunk)
          firstPart.resolve(text)
        }
        return new Response(text)
      },
    })
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('first '))
        await lastPart.promise
        controller.enqueue(new TextEncoder().encode('last'))
        controller.close()
      },
    })
    const answer = fetch(`${url}/assets`, { method: 'POST', body })
    expect(await firstPart.promise).toBe('first ')
    lastPart.resolve()
    expect(await (await answer).text()).toBe('first last')
  })
})

describe('an answer passes', () => {
  test('with its status and its own headers, each cookie by itself', async () => {
    const { url } = await openFront({
      station: () =>
        new Response('made', {
          status: 201,
          headers: [
            ['set-cookie', 'a=1; HttpOnly'],
            ['set-cookie', 'b=2'],
            ['etag', '"7"'],
            ['keep-alive', 'timeout=5'],
          ],
        }),
    })
    const response = await fetch(`${url}/accounts/devices`)
    expect([response.status, await response.text()]).toEqual([201, 'made'])
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
    expect(response.headers.get('etag')).toBe('"7"')
    expect(response.headers.get('keep-alive')).toBeNull()
  })

  test('compressed as it came, byte by byte', async () => {
    const bytes = Bun.gzipSync(Buffer.from('{"items":[]}'))
    const { url } = await openFront({
      station: () => new Response(bytes, { headers: { 'content-encoding': 'gzip' } }),
    })
    const response = await fetch(`${url}/store/offers`, { decompress: false })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(bytes))
  })

  test('of a redirect as a redirect, for the client to follow', async () => {
    const { url } = await openFront({
      station: () => new Response(null, { status: 302, headers: { location: '/jobs' } }),
    })
    const response = await fetch(`${url}/sidekiq`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, '/jobs'])
  })

  test('to HEAD without a body, its length kept', async () => {
    const { url } = await openFront({ station: () => new Response('12345') })
    const response = await fetch(`${url}/store/offers`, { method: 'HEAD' })
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['5', ''])
  })

  test('part by part while the station is still writing, as server-sent events need it', async () => {
    const more = promised()
    const { url } = await openFront({
      station: () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
              await more.promise
              controller.enqueue(new TextEncoder().encode('data: 2\n\n'))
              controller.close()
            },
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    })
    const response = await fetch(`${url}/kafidx/tail`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 1\n\n' })
    more.resolve()
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 2\n\n' })
    expect((await reader?.read())?.done).toBe(true)
  })

  test('whole at 32 MiB, both ways', async () => {
    const { url } = await openFront({ station: (request) => new Response(request.body) })
    const sent = crypto.getRandomValues(new Uint8Array(65_536))
    const body = Buffer.concat(Array.from({ length: 512 }, () => sent))
    const response = await fetch(`${url}/assets`, { method: 'POST', body })
    const got = await response.arrayBuffer()
    expect(got.byteLength).toBe(body.byteLength)
    expect(Bun.SHA256.hash(got, 'hex')).toBe(Bun.SHA256.hash(body, 'hex'))
  })
})

describe('when one side goes', () => {
  test('a client that leaves ends the call to the station', async () => {
    const [begun, ended] = [promised(), promised()]
    const { url } = await openFront({
      station: (request) => {
        request.signal.addEventListener('abort', () => ended.resolve())
        return new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
              begun.resolve()
            },
          }),
        )
      },
    })
    const leaving = new AbortController()
    const response = await fetch(`${url}/kafidx/tail`, { signal: leaving.signal })
    await begun.promise
    leaving.abort()
    await expect(response.text()).rejects.toThrow()
    await ended.promise
  })

  test('a body that breaks off does not look whole to its station', async () => {
    const [begun, ended] = [promised(), promised<string>()]
    const { port } = await openFront({
      station: async (request) => {
        try {
          for await (const _ of request.body ?? []) begun.resolve()
          ended.resolve('whole')
        } catch {
          ended.resolve('broken')
        }
        return new Response(null, { status: 204 })
      },
    })
    const socket = connect(port, '127.0.0.1')
    const path = '/store/bulk/offers/importer:a'
    socket.write(
      `PUT ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n`,
    )
    await begun.promise
    socket.destroy()
    expect(await ended.promise).toBe('broken')
  })

  test('an answer that breaks off does not look whole', async () => {
    const server = createServer((_, response) => response.write('half'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { url } = await openFront({
      stationUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    })
    const response = await fetch(`${url}/store/offers`)
    expect(response.status).toBe(200)
    server.closeAllConnections()
    await expect(response.text()).rejects.toThrow()
  })

  test('a station that cannot be reached is named in a 502', async () => {
    const { url } = await openFront()
    const response = await fetch(`${url}/store/offers`)
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'application/problem+json'])
    expect(await response.json()).toMatchObject({
      code: 'station_unreachable',
      detail: expect.stringContaining('"storage"'),
      request_id: expect.stringMatching(/./u),
    })
  })
})
