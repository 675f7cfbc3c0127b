import { describe, expect, test } from 'vitest'
import { signPersonToken, verifyServiceToken } from '#lib/auth/tokens.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { ADMIN_PASSWORD, openFront } from './open-front.fixture.ts'
import { webPages } from './pages/all-pages.ts'

const assets = openAssets(webPages)

const ADMIN = { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` }

/** A kafidx that sends one frame and then holds the stream, as between two frames. */
function oneFrame(): Response {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: {}\n\n')),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

describe('the live page', () => {
  test.each(['/kafidx', '/store/offers', '/jobs', '/consumers', '/account'])('links to %s', async (path) => {
    const { url } = await openFront()
    expect(await (await fetch(url)).text()).toContain(`href="${path}"`)
  })

  test('says what happened lately before its script runs, when everybody may see it', async () => {
    const frame = {
      at: Date.now(),
      rates: { geo: 3 },
      totals: { events: 5, matches: 2, rings: 1 },
      events: [{ time: new Date().toISOString(), type: 'geo', device: 'ab12', city: 'Berlin' }],
      matches: [],
    }
    const station = (request: Request) =>
      new URL(request.url).pathname === '/kafidx/now'
        ? Response.json(frame)
        : new Response(null, { status: 404 })
    const open = await openFront({ station })
    expect(await (await fetch(open.url)).text()).toContain('Berlin · ab12')
    const closed = await openFront({ station, livePage: 'operate' })
    const page = await (await fetch(closed.url)).text()
    expect(page).not.toContain('Berlin')
    expect(page).toContain('&quot;isOpen&quot;:false')
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
    // A challenge would make browsers ask every visitor of the front page for the password of the admin.
    expect((await fetch(`${url}/live`)).headers.has('www-authenticate')).toBe(false)
    expect(await statusFor(await bearer('person'))).toBe(403)
    expect(await statusFor(await bearer('operate'))).toBe(200)
    expect(await statusFor(ADMIN)).toBe(200)
  })
})

describe('GET /public', () => {
  test.each([
    ['live.js', 'text/javascript; charset=utf-8'],
    ['styles.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ])('serves %s as %s, to be kept for ever', async (name, type) => {
    const { url } = await openFront()
    const response = await fetch(url + assets.pathOf(name))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test('serves its own version in the place of another version, not to be kept', async () => {
    const { url } = await openFront()
    const response = await fetch(`${url}/public/live-00000000.js`)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await response.text()).toBe(await (await fetch(url + assets.pathOf('live.js'))).text())
  })

  test.each([
    '..%2Fapp.ts',
    '%2e%2e%2fapp.ts',
    'nothing-00000000.js',
    '.hidden-00000000.js',
    'live.js',
    'live-00000000.js%00',
    '..%5Capp-00000000.ts',
    'live-00000000.js%2F',
    'constructor-00000000.js',
  ])('has no %s', async (name) => {
    const { url } = await openFront()
    expect((await fetch(`${url}/public/${name}`)).status).toBe(404)
  })
})

describe('POST /language', () => {
  const choose = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/language`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      redirect: 'manual',
    })

  test('has the browser remember a language, and shows the page again', async () => {
    const { url } = await openFront()
    const response = await choose(url, 'language=de&next=%2Fsign-in%3Fnext%3Ddevices')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in?next=devices'])
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^language=de; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/u)
    const page = await fetch(`${url}/sign-in`, { headers: { cookie, 'accept-language': 'en' } })
    expect(await page.text()).toContain('<html lang="de">')
  })

  test('also works in a browser that knows the password of the admin, and names no page in Origin', async () => {
    const { url } = await openFront()
    const response = await choose(url, 'language=de&next=%2Fjobs', { ...ADMIN, origin: 'null' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/jobs'])
  })

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '', '/a b'])(
    'leads to no other site: next=%s',
    async (next) => {
      const { url } = await openFront()
      const response = await choose(url, new URLSearchParams({ language: 'en', next }).toString())
      expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    },
  )

  test.each(['', 'language=fr', 'language=%00', `language=de&next=/${'x'.repeat(9_000)}`])(
    '400 to a body that names no language, or is too long: %s',
    async (body) => {
      const { url } = await openFront()
      const response = await choose(url, body)
      expect(response.status).toBe(400)
      expect(response.headers.has('set-cookie')).toBe(false)
    },
  )
})

describe('a problem', () => {
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

  test.each(['/nowhere', '/store/offers/unknown', '/live'])(
    'is a page for a browser that follows a link, and JSON for a program: %s',
    async (path) => {
      const { url } = await openFront({ livePage: 'operate' })
      const page = await fetch(url + path, { headers: { accept, 'accept-language': 'de' } })
      const problem = await fetch(url + path)
      expect(page.status).toBe(problem.status)
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(page.headers.get('www-authenticate')).toBe(problem.headers.get('www-authenticate'))
      expect(problem.headers.get('content-type')).toBe('application/problem+json')
      const text = await page.text()
      expect(text).toContain('<html lang="de">')
      expect(text).toContain(String(page.status))
      const head = await fetch(url + path, { method: 'HEAD', headers: { accept } })
      expect([head.status, head.headers.get('content-type')]).toEqual([
        page.status,
        'text/html; charset=utf-8',
      ])
    },
  )

  test('of a station shows no markup of the station', async () => {
    const detail = '<script>alert(1)</script>'
    const station = () =>
      Response.json(
        { status: 404, detail },
        { status: 404, headers: { 'content-type': 'application/problem+json' } },
      )
    const { url } = await openFront({ station })
    const text = await (await fetch(`${url}/store/offers/x`, { headers: { accept } })).text()
    expect(text).not.toContain(detail)
    expect(text).toContain('&lt;script>')
  })

  test('that is no JSON passes as it is', async () => {
    const station = () =>
      new Response('broken', { status: 500, headers: { 'content-type': 'application/problem+json' } })
    const { url } = await openFront({ station })
    const response = await fetch(`${url}/store/offers/x`, { headers: { accept } })
    expect([response.status, await response.text()]).toEqual([500, 'broken'])
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
