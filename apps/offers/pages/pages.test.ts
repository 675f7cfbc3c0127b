import { describe, expect, test } from 'vitest'
import { anImportedOffer, anImporter, openMarket, type Market } from '../open-market.fixture.ts'

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

const HOSTILE = '<script>alert("1")</script>'

interface Ran {
  readonly market: Market
  /** The paths of each route that answers a page or JSON. */
  readonly paths: readonly string[]
}

/** A market with one run that refused an offer. */
async function openRan(): Promise<Ran> {
  const market = await openMarket(
    anImporter(async () => [anImportedOffer('a'), anImportedOffer(HOSTILE, { title: '' })]),
  )
  const { id } = await market.run()
  return { market, paths: ['/jobs', '/jobs/test/runs', `/runs/${String(id)}`] }
}

describe('each page of apps/offers', () => {
  test('is HTML for a browser, in its language', async () => {
    const { market, paths } = await openRan()
    for (const path of paths) {
      const response = await market.call(`GET ${path}`, 'operate', { ...BROWSER, 'accept-language': 'de' })
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ])
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(await response.text()).toMatch(/^<!doctype html><html lang="de">/u)
    }
  })

  test.each([undefined, '*/*', 'application/json', 'application/json, text/plain, */*'])(
    'is JSON for a program that accepts %s',
    async (accept) => {
      const { market, paths } = await openRan()
      for (const path of paths) {
        const response = await market.call(`GET ${path}`, 'operate', accept === undefined ? {} : { accept })
        expect([path, response.status, response.headers.get('content-type')]).toEqual([
          path,
          200,
          'application/json',
        ])
        expect(await response.json()).toBeTypeOf('object')
      }
    },
  )

  test('tells caches in both forms that the answer depends on Accept', async () => {
    const { market, paths } = await openRan()
    for (const path of paths) {
      for (const headers of [BROWSER, {}]) {
        const vary = (await market.call(`GET ${path}`, 'operate', headers)).headers.get('vary') ?? ''
        expect([path, vary.toLowerCase().split(', ')]).toEqual([path, expect.arrayContaining(['accept'])])
      }
    }
  })

  test('is refused to a browser as to a program', async () => {
    const { market, paths } = await openRan()
    for (const path of paths) {
      expect([path, (await market.call(`GET ${path}`, undefined, BROWSER)).status]).toEqual([path, 401])
      expect([path, (await market.call(`GET ${path}`, 'service', BROWSER)).status]).toEqual([path, 403])
    }
  })
})

describe('the page', () => {
  test('of the jobs leads to the runs and to the last run', async () => {
    const { market, paths } = await openRan()
    const page = await (await market.call('GET /jobs', 'admin', BROWSER)).text()
    for (const path of paths.slice(1)) expect(page).toContain(`href="${path}"`)
    expect(page).toContain('importer:test')
  })

  test('of the runs leads to each run, and says when there is none', async () => {
    const { market, paths } = await openRan()
    const page = await (await market.call('GET /jobs/test/runs', 'admin', BROWSER)).text()
    expect(page).toContain(`href="${paths[2]}"`)
    const empty = await openMarket(anImporter(async () => []))
    const none = await (await empty.call('GET /jobs/test/runs', 'admin', BROWSER)).text()
    expect(none).toContain('<code>npx bun run push jobs run test</code>')
    expect(none).not.toContain('<table')
  })

  test('of a run shows refused offers of the source as text', async () => {
    const { market, paths } = await openRan()
    const page = await (await market.call(`GET ${paths[2]}`, 'admin', BROWSER)).text()
    expect(page).not.toContain(HOSTILE)
    expect(page).toContain('&lt;script>alert(')
    expect(page).toContain('must not be blank')
  })

  test('shows the failure of a source as text', async () => {
    const market = await openMarket(anImporter(() => Promise.reject(new Error(`No answer: ${HOSTILE}`))))
    const { id } = await market.run()
    const page = await (await market.call(`GET /runs/${String(id)}`, 'admin', BROWSER)).text()
    expect(page).not.toContain(HOSTILE)
    expect(page).toContain('No answer: &lt;script>')
  })

  test('of an importer with hostile words shows them as text', async () => {
    const importer = {
      ...anImporter(async () => []),
      keywords: [`#${HOSTILE}`],
      owner: `importer:${HOSTILE}` as const,
    }
    const market = await openMarket(importer)
    const page = await (await market.call('GET /jobs', 'admin', BROWSER)).text()
    expect(page).not.toContain(HOSTILE)
    expect(page.match(/&lt;script>/gu)).toHaveLength(2)
  })
})
