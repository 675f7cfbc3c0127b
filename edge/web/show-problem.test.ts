import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openAssets } from '#lib/ui/open-assets.ts'
import { openFront } from './open-front.fixture.ts'
import { webPages } from './pages/all-pages.ts'
import { showProblem } from './show-problem.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const LIMIT = 65_536

const assets = openAssets(webPages)

interface Asked {
  readonly method?: string
  readonly accept?: string
}

function ask({ method = 'GET', accept = BROWSER }: Asked = {}): Request {
  return new Request('http://push.example/store/offers/x?a=1', { method, headers: { accept } })
}

function aProblem(
  headers: Readonly<Record<string, string>> = {},
  detail = 'There is no such offer',
): Response {
  const problem = { type: 'about:blank', status: 404, code: 'not_found', detail, request_id: 'r-1' }
  return new Response(JSON.stringify(problem), {
    status: 404,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

describe('a problem becomes a page', () => {
  test('with its detail and the id of the request', async () => {
    const page = await showProblem(ask(), aProblem(), assets)
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    const text = await page.text()
    expect(text).toContain('There is no such offer (404)')
    expect(text).toContain('<code>r-1</code>')
  })

  test.each([
    'application/problem+json; charset=utf-8',
    'application/problem+json;charset=UTF-8',
    'Application/Problem+JSON',
    'application/problem+json ; profile="x"',
  ])('also when its Content-Type is written as "%s"', async (type) => {
    const page = await showProblem(ask(), aProblem({ 'content-type': type }), assets)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test('that keeps the headers of the problem, except those of its body', async () => {
    const headers = { 'www-authenticate': 'Basic realm="x"', 'retry-after': '5', 'content-length': '104' }
    const page = await showProblem(ask(), aProblem(headers), assets)
    expect(page.headers.get('www-authenticate')).toBe('Basic realm="x"')
    expect(page.headers.get('retry-after')).toBe('5')
    expect(page.headers.has('content-length')).toBe(false)
    expect(page.headers.get('vary')).toContain('Accept')
  })

  test('that has no body for HEAD, and the same headers as for GET', async () => {
    const head = await showProblem(
      ask({ method: 'HEAD' }),
      new Response(null, { status: 404, headers: { 'content-type': 'application/problem+json' } }),
      assets,
    )
    const get = await showProblem(ask(), aProblem(), assets)
    expect(head.body).toBeNull()
    expect([head.status, Object.fromEntries(head.headers)]).toEqual([
      get.status,
      Object.fromEntries(get.headers),
    ])
  })

  test('when it has just the longest length', async () => {
    const empty = (await aProblem({}, '').text()).length
    const page = await showProblem(ask(), aProblem({}, 'x'.repeat(LIMIT - empty)), assets)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })
})

describe('a response passes as it is', () => {
  test.each([
    ['for a program', {}, { accept: '*/*' }],
    ['for a program that takes JSON', {}, { accept: 'application/json' }],
    ['for POST', {}, { method: 'POST' }],
    ['for DELETE', {}, { method: 'DELETE' }],
    ['when it is other JSON', { 'content-type': 'application/json' }, {}],
    ['when its type only begins alike', { 'content-type': 'application/problem+json-seq' }, {}],
    ['when it says that it is compressed', { 'content-encoding': 'gzip' }, {}],
    ['when it says that it is too long', { 'content-length': String(LIMIT + 1) }, {}],
  ])('%s', async (_, headers, asked: Asked) => {
    const response = aProblem(headers)
    expect(await showProblem(ask(asked), response, assets)).toBe(response)
    expect(response.bodyUsed).toBe(false)
  })

  test('when its type is not known', async () => {
    const response = new Response(null, { status: 404 })
    expect(await showProblem(ask(), response, assets)).toBe(response)
  })

  test.each(['broken', '', '[]', '{"status":"404"}', 'null'])(
    'when its body is %j, no problem',
    async (text) => {
      const headers = { 'content-type': 'application/problem+json', 'x-any': '1' }
      const response = await showProblem(ask(), new Response(text, { status: 500, headers }), assets)
      expect([response.status, await response.text()]).toEqual([500, text])
      expect(Object.fromEntries(response.headers)).toEqual(headers)
    },
  )

  test('byte for byte, when its body is no text', async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0xef, 0xbb, 0xbf])
    const problem = new Response(bytes, {
      status: 500,
      headers: { 'content-type': 'application/problem+json' },
    })
    expect(await (await showProblem(ask(), problem, assets)).bytes()).toEqual(bytes)
  })

  test('whole, when its body is longer than the limit and nobody said so', async () => {
    const text = JSON.stringify({ status: 404, detail: 'x'.repeat(LIMIT) })
    const response = await showProblem(ask(), inPieces(text, 1_000), assets)
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect(await response.text()).toBe(text)
  })

  test('without being read further than the limit, when its body has no end', async () => {
    let pulled = 0
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1_024))
        },
        cancel() {
          isCancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    const headers = { 'content-type': 'application/problem+json' }
    const response = await showProblem(ask(), new Response(body, { status: 404, headers }), assets)
    expect(pulled).toBe(LIMIT / 1_024 + 1)
    await response.body?.cancel()
    expect(isCancelled).toBe(true)
  })
})

describe('through the front end', () => {
  const type = { 'content-type': 'application/problem+json; charset=utf-8' }

  test('a compressed problem reaches the browser as the station sent it', async () => {
    const text = JSON.stringify({ status: 404, detail: 'none' })
    const headers = { ...type, 'content-encoding': 'gzip' }
    const { url } = await openFront({ station: () => new Response(gzipSync(text), { status: 404, headers }) })
    const response = await fetch(`${url}/store/offers/x`, { headers: { accept: BROWSER } })
    expect([response.status, await response.text()]).toEqual([404, text])
  })

  test.each(['GET', 'HEAD'])('a problem with a charset is a page for %s', async (method) => {
    const station = () => new Response('{"status":404}', { status: 404, headers: type })
    const { url } = await openFront({ station })
    const response = await fetch(`${url}/store/offers/x`, { method, headers: { accept: BROWSER } })
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect((await response.text()).length > 0).toBe(method === 'GET')
  })

  test('a long problem without a length passes whole', async () => {
    const text = JSON.stringify({ status: 404, detail: 'x'.repeat(3 * LIMIT) })
    const { url } = await openFront({ station: () => inPieces(text, 10_000) })
    const response = await fetch(`${url}/store/offers/x`, { headers: { accept: BROWSER } })
    expect([response.status, await response.text()]).toEqual([404, text])
  })
})

/** A problem whose body comes in pieces, without a Content-Length. */
function inPieces(text: string, size: number): Response {
  const bytes = new TextEncoder().encode(text)
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent < bytes.length) controller.enqueue(bytes.slice(sent, sent + size))
      else controller.close()
      sent += size
    },
  })
  return new Response(body, { status: 404, headers: { 'content-type': 'application/problem+json' } })
}
