import { beforeEach, describe, expect, test } from 'vitest'
import { openWorld, type World } from '../open-world.fixture.ts'
import { BROWSER, readPage } from './read-page.fixture.ts'

const HOSTILE = '<script>alert("1")</script>'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

const pageOf = (path: string, as?: string, language = 'en') => readPage(world, path, { as, language })

describe.each(['offers', 'searches'] as const)('the pages of %s', (kind) => {
  async function pathsOf(): Promise<string[]> {
    return [`/store/${kind}`, `/store/${kind}/${await world.write(kind, 'anna')}`]
  }

  test('are HTML for a browser, in its language and with the headers of pages', async () => {
    for (const path of await pathsOf()) {
      const page = await pageOf(path, undefined, 'de')
      expect(page).toMatch(/^<!doctype html><html lang="de">/u)
      expect(page).toContain('Bike')
      const { headers } = await world.call(`GET ${path}`, { headers: BROWSER })
      expect(headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  test.each([undefined, '*/*', 'application/json', 'application/json, text/plain, */*'])(
    'are JSON for a program that accepts %s',
    async (accept) => {
      for (const path of await pathsOf()) {
        const response = await world.call(`GET ${path}`, accept === undefined ? {} : { headers: { accept } })
        expect([path, response.status, response.headers.get('content-type')]).toEqual([
          path,
          200,
          'application/json',
        ])
      }
    },
  )

  test('tell caches in both forms that the answer depends on Accept', async () => {
    for (const path of await pathsOf()) {
      for (const headers of [BROWSER, { accept: 'application/json' }]) {
        const vary = (await world.call(`GET ${path}`, { headers })).headers.get('vary') ?? ''
        expect([path, vary.toLowerCase().split(', ')]).toEqual([path, expect.arrayContaining(['accept'])])
      }
    }
  })

  test('show hostile words as text', async () => {
    const over = { title: HOSTILE, text: `${HOSTILE}\n${HOSTILE}`, place: HOSTILE, keywords: [HOSTILE] }
    const id = await world.write(kind, 'anna', over)
    for (const path of [`/store/${kind}`, `/store/${kind}/${id}`]) {
      const page = await pageOf(path)
      expect(page).not.toContain(HOSTILE)
      expect(page).not.toMatch(/<script(?![^>]* src=)/u)
      expect(page.match(/&lt;script>/gu)?.length).toBeGreaterThanOrEqual(3)
    }
  })

  test('show nothing of an owner that is not for others', async () => {
    await world.devices.register({ id: 'annas-phone', person: 'anna', created: 1 })
    const over = { mobile: true, device: 'annas-phone', ext: { note: 'a private note' }, showLocation: false }
    const id = await world.write(kind, 'anna', over)
    for (const as of [undefined, 'ben', 'anna']) {
      for (const path of [`/store/${kind}`, `/store/${kind}/${id}`]) {
        const page = await pageOf(path, as)
        expect(page).not.toMatch(/annas-phone|a private note|52\.52|13\.40/u)
      }
    }
  })

  test('show a switched-off one to its owner only', async () => {
    const id = await world.write(kind, 'anna', { active: false, title: 'Not now' })
    const path = `/store/${kind}/${id}`
    expect(await pageOf(path, 'anna')).toContain('Not now')
    expect(await pageOf(`/store/${kind}?owner=anna`, 'anna')).toContain('Not now')
    for (const asked of [{}, { as: 'ben' }]) {
      const response = await world.call(`GET ${path}`, { ...asked, headers: BROWSER })
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain('Not now')
    }
    expect(await pageOf(`/store/${kind}?owner=anna`, 'ben')).not.toContain('Not now')
  })
})

describe('the list', () => {
  test('shows in its field what was asked for, as text', async () => {
    const page = await pageOf(`/store/offers?keywords=${encodeURIComponent(`"><script>`)}`)
    expect(page).not.toContain('"><script>')
    expect(page).toContain('value="&quot;>&lt;script>"')
  })

  test('leads to the rest of it with the same question', async () => {
    for (const title of ['One', 'Two', 'Three']) await world.write('offers', 'anna', { title })
    const first = await pageOf('/store/offers?keywords=bike&limit=2')
    expect(first).toContain('Three')
    expect(first).not.toContain('One')
    const [, more = ''] = /href="(\/store\/offers\?[^"]*cursor=[^"]*)"/u.exec(first) ?? []
    const query = new URLSearchParams(more.replaceAll('&amp;', '&').split('?')[1])
    expect(Object.fromEntries(query)).toMatchObject({ keywords: 'bike', limit: '2' })
    const rest = await pageOf(more.replaceAll('&amp;', '&'))
    expect(rest).toContain('One')
    expect(rest).not.toContain('Three')
    expect(rest).not.toMatch(/href="[^"]*cursor=/u)
  })

  test('says when it is empty, and leads back to all where something was asked for', async () => {
    const all = await pageOf('/store/offers')
    const asked = await pageOf('/store/offers?keywords=none')
    expect(all).not.toContain('<a class="button" href="/store/offers">')
    expect(asked).toContain('<a class="button" href="/store/offers">')
  })

  test('does not show what belongs to people whom the reader blocked', async () => {
    await world.write('offers', 'anna', { title: 'Blocked bike' })
    await world.blocks.add({ id: 'block-1', by: 'ben', person: 'anna', since: 1 }, 10)
    expect(await pageOf('/store/offers', 'ben')).not.toContain('Blocked bike')
    expect(await pageOf('/store/offers', 'cora')).toContain('Blocked bike')
  })

  test('shows only classes of distance', async () => {
    await world.write('offers', 'anna')
    const page = await pageOf('/store/offers?near=52.52,13.405&radius=5000')
    expect(page).toContain('&lt;1 km')
  })
})
