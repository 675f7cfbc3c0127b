import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { call } from '#lib/ui/client/call.ts'

interface Seen {
  readonly method: string
  /** The path as it was sent. */
  readonly path: string
  readonly headers: Headers
  readonly body: string
}

/** Serves `answer` for one test, and lets fetch resolve paths against it as a browser does on a page of it. */
function serve(answer: () => Response): { readonly seen: Seen[]; readonly stop: () => Promise<void> } {
  const seen: Seen[] = []
  const server = Bun.serve({
    development: false,
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const { method, headers } = request
      seen.push({ method, path: pathname + search, headers, body: await request.text() })
      return answer()
    },
  })
  const stop = () => server.stop(true)
  onTestFinished(stop)
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(new URL(path, server.url), init))
  return { seen, stop }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

const GONE = 'DELETE /accounts/devices/{id}'
const LIST = 'GET /accounts/devices'

const UNREACHABLE = { ok: false, problem: { code: 'unreachable', seconds: '60' } }

function problem(status: number, members: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(members), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

describe('a call', () => {
  test('sends its body as JSON, and says that a page calls', async () => {
    const { seen } = serve(() => Response.json({ id: 'phone' }, { status: 201 }))
    const body = { device_id: 'phone "1"' }
    expect(await call('POST /accounts/devices', { body })).toEqual({ ok: true, body: { id: 'phone' } })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/accounts/devices', body: JSON.stringify(body) })
    expect(Object.fromEntries(seen[0]?.headers ?? [])).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-requested-with': 'page',
    })
  })

  test('that patches sends a merge patch, and names the state that it changes', async () => {
    const { seen } = serve(() => Response.json({}))
    await call('PATCH /store/offers/{id}', { path: { id: 'o-1' }, body: { title: 'New' }, ifMatch: '"3"' })
    expect(seen[0]).toMatchObject({ method: 'PATCH', path: '/store/offers/o-1', body: '{"title":"New"}' })
    expect(Object.fromEntries(seen[0]?.headers ?? [])).toMatchObject({
      'content-type': 'application/merge-patch+json',
      'if-match': '"3"',
    })
  })

  test('without a body sends none, and no type of it', async () => {
    const { seen } = serve(() => Response.json({ items: [] }))
    await call(LIST, {})
    expect(seen[0]).toMatchObject({ method: 'GET', body: '' })
    expect(seen[0]?.headers.has('content-type')).toBe(false)
  })

  test.each([
    ['a/b?c#d', '/accounts/devices/a%2Fb%3Fc%23d'],
    ['../people/me', '/accounts/devices/..%2Fpeople%2Fme'],
    ['100%', '/accounts/devices/100%25'],
    ['ü 😀', '/accounts/devices/%C3%BC%20%F0%9F%98%80'],
    ['{id}', '/accounts/devices/%7Bid%7D'],
    ['$&', '/accounts/devices/%24%26'],
  ])('escapes "%s" in its path', async (id, path) => {
    const { seen } = serve(() => new Response(null, { status: 204 }))
    await call(GONE, { path: { id } })
    expect(seen.map((one) => one.path)).toEqual([path])
  })

  test('fills in each value of its path', async () => {
    const { seen } = serve(() => new Response(null, { status: 204 }))
    const path = { person: 'anna', device: 'a/b' }
    await call('DELETE /matching/people/{person}/devices/{device}', { path })
    expect(seen[0]?.path).toBe('/matching/people/anna/devices/a%2Fb')
  })
})

describe('the outcome of a call', () => {
  test.each([202, 204])('is ok, without a body, for an empty %d', async (status) => {
    serve(() => new Response(null, { status }))
    expect(await call(GONE, { path: { id: 'x' } })).toEqual({ ok: true, body: undefined })
  })

  test('is ok for an answer of null', async () => {
    serve(() => Response.json(null))
    expect(await call('GET /accounts/auth/get-session', {})).toEqual({ ok: true, body: null })
  })

  test('is the problem of the station, with the seconds of Retry-After', async () => {
    const members = { code: 'too_many', detail: 'Too many calls', status: 429 }
    serve(() => problem(429, members, { 'retry-after': '7' }))
    expect(await call(LIST, {})).toEqual({
      ok: false,
      problem: expect.objectContaining({ code: 'too_many', detail: 'Too many calls', seconds: '7' }),
    })
  })

  test('is the problem with its field, and a minute without Retry-After', async () => {
    serve(() => problem(400, { code: 'bad_field', field: 'email', detail: '"email" is wrong' }))
    expect(await call(LIST, {})).toMatchObject({
      ok: false,
      problem: { code: 'bad_field', field: 'email', seconds: '60' },
    })
  })

  test.each(['soon', '', '-5', '1e9', '1234567', 'Thu, 01 Jan 2099 00:00:00 GMT'])(
    'has a minute for the Retry-After "%s", which is no number of seconds that people wait',
    async (value) => {
      serve(() => problem(429, { code: 'too_many' }, { 'retry-after': value }))
      expect(await call(LIST, {})).toMatchObject({ problem: { code: 'too_many', seconds: '60' } })
    },
  )

  test.each([500, 502, 503])('is unreachable for %d, whatever the answer says', async (status) => {
    serve(() => problem(status, { code: 'internal', detail: 'a secret' }, { 'retry-after': '5' }))
    expect(await call(LIST, {})).toEqual(UNREACHABLE)
  })

  test('is unreachable when nobody answers', async () => {
    const { stop } = serve(() => Response.json({}))
    await stop()
    expect(await call(LIST, {})).toEqual(UNREACHABLE)
  })

  test.each([
    ['HTML', '<!doctype html><p>Please pay for this network'],
    ['half JSON', '{"items": ['],
  ])('is unreachable for 200 with %s: it is not from our stations', async (_, text) => {
    serve(() => new Response(text, { headers: { 'content-type': 'text/html' } }))
    expect(await call(LIST, {})).toEqual(UNREACHABLE)
  })

  test.each(['<p>Forbidden', '', 'null', '7', '"text"', '[]', '{}', '{"code":7}'])(
    'is unreachable for 403 with the body %j, which is no problem of ours',
    async (text) => {
      serve(() => new Response(text, { status: 403 }))
      expect(await call(LIST, {})).toEqual(UNREACHABLE)
    },
  )
})
