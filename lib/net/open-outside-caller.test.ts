import { once } from 'node:events'
import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http'
import { createServer } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openOutsideCaller, type OutsideOptions } from '#lib/net/open-outside-caller.ts'
import { TEST_CERTIFICATE } from '#lib/net/test-certificate.fixture.ts'

const TIMEOUT_MS = 5_000
const NOBODY = new Set<string>()

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return z.object({ port: z.number() }).parse(server.address()).port
}

/** A server behind http on this machine, and a caller that trusts it. */
async function aPlainServer(handle: RequestListener, over: Partial<OutsideOptions> = {}) {
  const origin = `http://127.0.0.1:${await listen(createPlainServer(handle))}`
  const caller = openOutsideCaller({ trusted: new Set([origin]), timeoutMs: TIMEOUT_MS, ...over })
  return {
    origin,
    post: (path = '/hook') => caller.post({ url: `${origin}${path}`, headers: {}, body: 'x' }),
  }
}

test('post() sends the body and the headers, and returns the answer', async () => {
  const { origin, post } = await aPlainServer((request, response) => {
    request.on('data', (body: Buffer) =>
      response.end(`${request.method} ${request.headers.host} ${body.toString()}`),
    )
  })
  expect(await post()).toMatchObject({ status: 200, text: `POST ${new URL(origin).host} x` })
})

test('post() connects to the address that it found, and checks the certificate of the name', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer(TEST_CERTIFICATE, ({ headers }, response) => {
    seen.push(headers.host)
    response.end('hello')
  })
  const port = await listen(server)
  const [known, other] = [`https://push.test:${port}`, `https://other.test:${port}`]
  const caller = openOutsideCaller({
    trusted: new Set([known, other]),
    timeoutMs: TIMEOUT_MS,
    resolve: () => Promise.resolve(['127.0.0.1']),
    authority: TEST_CERTIFICATE.cert,
  })
  const call = { headers: {}, body: 'x' }
  expect(await caller.post({ ...call, url: `${known}/hook` })).toMatchObject({ status: 200, text: 'hello' })
  // The connection to this address is still open: it must not serve another name.
  await expect(caller.post({ ...call, url: `${other}/hook` })).rejects.toThrow(/ALTNAME/u)
  expect(seen).toEqual([`push.test:${port}`])
})

test.each([
  ['one private address', ['10.0.0.1']],
  ['a private one among public ones', ['8.8.8.8', '192.168.0.1']],
  ['a mapped loopback address', ['::ffff:127.0.0.1']],
  ['the address of cloud metadata', ['169.254.169.254']],
])('post() refuses a host with %s', async (_, addresses) => {
  const resolve = () => Promise.resolve(addresses)
  const caller = openOutsideCaller({ trusted: NOBODY, timeoutMs: TIMEOUT_MS, resolve })
  expect(await caller.post({ url: 'https://hook.example/', headers: {}, body: 'x' })).toEqual({
    refusal: '"hook.example" has an address that is not public',
  })
})

test('post() looks a host up once for many calls, and again after a failure', async () => {
  const asked: string[] = []
  const resolve = (host: string) => {
    asked.push(host)
    return asked.length === 1 ? Promise.reject(new Error('no such host')) : Promise.resolve(['10.0.0.1'])
  }
  const caller = openOutsideCaller({ trusted: NOBODY, timeoutMs: TIMEOUT_MS, resolve })
  const post = () => caller.post({ url: 'https://hook.example/', headers: {}, body: 'x' })
  await expect(post()).rejects.toThrow('no such host')
  await Promise.all([post(), post(), post()])
  expect(asked).toEqual(['hook.example', 'hook.example'])
})

test('post() refuses a URL that may not be called, without a look-up', async () => {
  const resolve = () => Promise.reject(new Error('looked up'))
  const caller = openOutsideCaller({ trusted: NOBODY, timeoutMs: TIMEOUT_MS, resolve })
  for (const url of ['http://example.org/', 'https://127.0.0.1/', 'https://example.org:22/', 'nothing']) {
    expect(await caller.post({ url, headers: {}, body: 'x' })).toEqual({
      refusal: expect.stringMatching(/^the address must /u),
    })
  }
})

test('post() does not follow a redirect', async () => {
  let calls = 0
  const { post } = await aPlainServer((_, response) => {
    calls++
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  expect(await post()).toMatchObject({ status: 307 })
  expect(calls).toBe(1)
})

test('post() tries the next address when nobody listens at the first', async () => {
  const port = await listen(createPlainServer((_, response) => response.end('here')))
  const origin = `http://push.test:${port}`
  const resolve = () => Promise.resolve(['127.0.0.2', '127.0.0.1'])
  const caller = openOutsideCaller({ trusted: new Set([origin]), timeoutMs: TIMEOUT_MS, resolve })
  expect(await caller.post({ url: origin, headers: {}, body: 'x' })).toMatchObject({ text: 'here' })
})

test('post() reads a part of an endless answer only', async () => {
  const { post } = await aPlainServer((_, response) => {
    const more = () => {
      while (response.write('x'.repeat(1_000)));
      response.once('drain', more)
    }
    more()
  })
  const answer = await post()
  expect(answer.refusal ?? answer.text.length).toBe(16_384)
})

test.each<[string, RequestListener]>([
  ['is silent', () => undefined],
  ['trickles its head', (request) => trickle(request.socket)],
])('post() ends after its time-out when the server %s', async (_, handle) => {
  const { post } = await aPlainServer(handle, { timeoutMs: 100 })
  await expect(post()).rejects.toThrow(/timed out/u)
})

test('post() returns the status of an answer whose body does not end', async () => {
  const handle: RequestListener = (_, response) => void response.writeHead(201).write('{')
  const { post } = await aPlainServer(handle, { timeoutMs: 100 })
  expect(await post()).toMatchObject({ status: 201, text: '{' })
})

test('post() ends after its time-out when the resolver is silent', async () => {
  const resolve = () => new Promise<string[]>(() => undefined)
  const caller = openOutsideCaller({ trusted: NOBODY, timeoutMs: 100, resolve })
  await expect(caller.post({ url: 'https://hook.example/', headers: {}, body: 'x' })).rejects.toThrow(
    /timed out/u,
  )
})

/** Sends one byte of a head every few milliseconds, without end. */
function trickle(socket: {
  write(text: string): boolean
  on(event: 'close', then: () => void): unknown
}): void {
  socket.write('HTTP/1.1 200 OK\r\nx-slow: ')
  const timer = setInterval(() => socket.write('x'), 5)
  socket.on('close', () => clearInterval(timer))
}
