import { describe, expect, test } from 'vitest'
import { signPersonToken, verifyServiceToken } from '#lib/auth/tokens.ts'
import { ADMIN_PASSWORD, openFront } from './open-front.fixture.ts'

const ADMIN = { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` }

/** A kafidx that sends one frame and then holds the stream, as between two frames. */
function oneFrame(): Response {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: {}\n\n')),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

describe('the live page', () => {
  test('is whole HTML that loads files of ours only, and runs nothing inline', async () => {
    const { url } = await openFront()
    const response = await fetch(url)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    const page = await response.text()
    expect(page).toMatch(/^<!doctype html><html lang="en">/iu)
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\s(style|on\w+)="|javascript:/iu)
    const loaded = [...page.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]*)"/gu)].map(
      ([, file]) => file,
    )
    expect(loaded).toContain('/public/live.js')
    const statuses = loaded.map(async (file = '') => (await fetch(new URL(file, url))).status)
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]))
    expect(loaded.every((file) => file?.startsWith('/public/'))).toBe(true)
  })

  test.each(['/kafidx', '/store/offers', '/jobs', '/consumers', '/account'])('links to %s', async (path) => {
    const { url } = await openFront()
    expect(await (await fetch(url)).text()).toContain(`href="${path}"`)
  })

  test('tells its script whether it is for everybody', async () => {
    const { url } = await openFront({ livePage: 'operate' })
    expect(await (await fetch(url)).text()).toContain('data-live="operate"')
  })
})

describe('GET /live', () => {
  test('gives the frames of kafidx as they come, in the name of the front end', async () => {
    const { promise: authorization, resolve } = Promise.withResolvers<string | null>()
    const { url, keys } = await openFront({
      station(request) {
        expect(new URL(request.url).pathname).toBe('/kafidx/live')
        resolve(request.headers.get('authorization'))
        return oneFrame()
      },
    })
    const response = await fetch(`${url}/live`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
    const frames = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await frames?.read())?.value).toBe('data: {}\n\n')
    const token = (await authorization)?.replace('Bearer ', '') ?? ''
    expect(await verifyServiceToken(keys, token, 'kafidx')).toBe('web')
    await frames?.cancel()
  })

  test('ends the call to kafidx when its viewer leaves', async () => {
    const { promise: left, resolve } = Promise.withResolvers<void>()
    const { url } = await openFront({
      station(request) {
        request.signal.addEventListener('abort', () => resolve())
        return oneFrame()
      },
    })
    const response = await fetch(`${url}/live`)
    await response.body?.cancel()
    await left
  })

  test('is 503 while kafidx is away', async () => {
    const { url } = await openFront()
    expect((await fetch(`${url}/live`)).status).toBe(503)
  })

  test('is for operators where LIVE_PAGE says so', async () => {
    const { url, keys } = await openFront({ station: oneFrame, livePage: 'operate' })
    const statusFor = async (headers: Record<string, string>) => {
      const response = await fetch(`${url}/live`, { headers })
      await response.body?.cancel()
      return response.status
    }
    const bearer = async (role: 'person' | 'operate') => ({
      authorization: `Bearer ${await signPersonToken(keys, { person: 'anna', role }, 'web')}`,
    })
    expect(await statusFor({})).toBe(401)
    expect(await statusFor(await bearer('person'))).toBe(403)
    expect(await statusFor(await bearer('operate'))).toBe(200)
    expect(await statusFor(ADMIN)).toBe(200)
  })
})

describe('GET /public', () => {
  test.each([
    ['live.js', 'text/javascript; charset=utf-8'],
    ['live.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
    ['uqr.js', 'text/javascript; charset=utf-8'],
  ])('serves %s as %s, and 304 to who has it', async (file, type) => {
    const { url } = await openFront()
    const first = await fetch(`${url}/public/${file}`)
    expect([first.status, first.headers.get('content-type')]).toEqual([200, type])
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    const second = await fetch(`${url}/public/${file}`, { headers })
    expect([second.status, await second.text()]).toEqual([304, ''])
  })

  test.each([
    '..%2Fapp.ts',
    '%2e%2e%2fapp.ts',
    'nothing.js',
    '.hidden.js',
    'live.js%00',
    '..%5Capp.ts',
    'index.mjs',
    'live.js%2F',
  ])('has no %s', async (name) => {
    const { url } = await openFront()
    expect((await fetch(`${url}/public/${name}`)).status).toBe(404)
  })
})

test('a path that is nobody’s is 404', async () => {
  const { url } = await openFront({ station: () => new Response('a station') })
  expect((await fetch(`${url}/admin.php`)).status).toBe(404)
})

test.each(['/', '/nowhere', '/store/offers', '/accounts/auth/get-session'])(
  'browsers are kept on https where people reach us by that, also by what stations answer: %s',
  async (path) => {
    const station = () => Response.json({}, { headers: { 'strict-transport-security': 'max-age=1' } })
    for (const cookie of ['', '__Host-push.session_token=x']) {
      const { url } = await openFront({ publicOrigin: 'https://push.example', station })
      const { headers } = await fetch(url + path, { headers: { cookie } })
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    }
    const away = await openFront({ publicOrigin: 'https://push.example' })
    const { headers } = await fetch(away.url + path)
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const plain = await openFront({ station })
    expect((await fetch(plain.url + path)).headers.get('strict-transport-security')).not.toBe(
      'max-age=31536000',
    )
  },
)
