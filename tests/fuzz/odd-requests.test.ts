import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { spawnStation } from '../builders/spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from '../builders/station-ports.ts'

const SECRET = 'a-secret-that-nobody-may-read'
const ANSWER_MS = 10_000

const folder = temporaryFolder()
const ports = await freeStationPorts()
const platform = await spawnStation({
  main: resolve(import.meta.dirname, '../../apps/all/main.ts'),
  folder,
  environment: { ...ports, ADMIN_PASSWORD: SECRET },
  urls: PORT_NAMES.map((name) => `http://127.0.0.1:${ports[`${name}_PORT`]}`),
})
afterAll(() => platform.stop())

const greeted = platform.output()

/** Sends bytes to a station; gives everything received until the connection closes. */
function exchange(name: string, bytes: string): Promise<string> {
  return new Promise((done, reject) => {
    let received = ''
    const port = Number(ports[`${name}_PORT`])
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () =>
      socket.end(Buffer.from(bytes, 'latin1')),
    )
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`Cannot go on: ${name} did not close the connection after ${JSON.stringify(bytes)}`))
    }, ANSWER_MS)
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      done(received)
    }
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')))
    socket.on('end', finish)
    socket.on('error', finish)
  })
}

const PATHS = [
  '/',
  '/livez',
  '/metrics',
  '/accounts/auth/get-session',
  '/store/offers',
  '/t/w',
  '/live?x',
  '/%zz',
]

/** Heads of requests without a host, or with an invalid one. */
const WITHOUT_HOST = [
  'GET {path} HTTP/1.0\r\n',
  'POST {path} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n',
  ...[
    '',
    'a b',
    '@',
    '[',
    'a@b',
    'a/b',
    'a?b',
    'a#b',
    'a\\b',
    'a:b',
    'a:99999',
    '[::1',
    '%6c',
    '<script>',
    '::1',
  ].map((host) => `GET {path} HTTP/1.1\r\nHost: ${host}\r\n`),
  'GET {path} HTTP/1.0\r\nHost: a b\r\n',
  'GET {path} HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n',
  'GET {path} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n',
  'GET http://localhost{path} HTTP/1.1\r\nHost: @\r\n',
  'HEAD {path} HTTP/1.1\r\nHost: @\r\n',
  'OPTIONS {path} HTTP/1.1\r\nHost: @\r\n',
  'CONNECT {path} HTTP/1.1\r\nHost: localhost\r\n',
  'CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n',
]

test.each(PORT_NAMES)('%s answers 400 and a problem to requests without a valid host', async (name) => {
  for (const head of WITHOUT_HOST) {
    for (const path of PATHS) {
      const request = `${head.replace('{path}', path)}Connection: close\r\n\r\n{}`
      const answer = await exchange(name, request)
      const [status = '', ...rest] = answer.split('\r\n')
      expect([request, status]).toEqual([request, 'HTTP/1.1 400 Bad Request'])
      expect(rest.join('\n').toLowerCase()).toContain('content-type: application/problem+json')
      if (!request.startsWith('HEAD')) expect(answer).toMatch(/"code":"bad_(?:host|target)"/u)
    }
  }
})

/** Odd requests: Bun's parser refuses some, with an empty answer, and others are valid. */
const ODD = [
  'GET /t/w HTTP/1.1\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n',
  'GET * HTTP/1.1\r\nHost: localhost\r\n',
  'GET x HTTP/1.1\r\nHost: localhost\r\n',
  'GET ?x HTTP/1.1\r\nHost: localhost\r\n',
  'GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n',
  'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n',
  'GET http://[/ HTTP/1.1\r\nHost: localhost\r\n',
  'GET https://a:b@evil.example/store/offers?x#y HTTP/1.1\r\nHost: localhost\r\n',
  'GET //evil.example/%2e%2e HTTP/1.1\r\nHost: localhost\r\n',
  'GET /\\evil.example HTTP/1.1\r\nHost: localhost\r\n',
  'GET /a/../../%2e%2e/livez HTTP/1.1\r\nHost: localhost\r\n',
  'GET /%00%zz%ff HTTP/1.1\r\nHost: localhost\r\n',
  'GET /%c0%ae%c0%ae/ HTTP/1.1\r\nHost: localhost\r\n',
  'GET /é HTTP/1.1\r\nHost: localhost\r\n',
  'GET /a b HTTP/1.1\r\nHost: localhost\r\n',
  'TRACE / HTTP/1.1\r\nHost: localhost\r\n',
  'TRACE /store/offers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n',
  'PROPFIND /store/offers HTTP/1.1\r\nHost: localhost\r\n',
  'FOO / HTTP/1.1\r\nHost: localhost\r\n',
  'GET / HTTP/1.1\r\nHost : localhost\r\n',
  'GET / HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n',
  'GET / HTTP/1.1\r\n Host: localhost\r\n',
  'GET / HTTP/0.9\r\n',
  'GET /\r\n',
  'GET / HTTP/1.1\r\nHost: evil.example\r\n',
]

test.each(PORT_NAMES)('%s answers no odd request with an internal error', async (name) => {
  for (const head of ODD) {
    const answer = await exchange(name, `${head}Connection: close\r\n\r\n{}`)
    const status = Number(/^HTTP\/1\.1 (?<status>\d{3}) /u.exec(answer)?.groups?.['status'] ?? 400)
    // 505 is Bun's answer to an unknown version of HTTP.
    expect([head, status < 500 || status === 505]).toEqual([head, true])
    expect(answer).not.toMatch(/\.tsx?\b|node_modules|stack|Bun|TypeError/u)
  }
})

test('nothing of it is in the terminal, no error is in the log, and no secret in either', () => {
  const printed = platform.output()
  expect(printed).toBe(greeted)
  const log = readFileSync(`${folder}/data/platform.log`, 'utf8')
  expect(log.split('\n').filter((line) => line.includes('"level":"error"'))).toEqual([])
  for (const text of [printed, log]) expect(text).not.toContain(SECRET)
})
