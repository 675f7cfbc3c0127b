import { describe, expect, test } from 'vitest'
import { openFront } from '../open-front.fixture.ts'

const PAGES = [
  '/',
  '/matches/any',
  '/sign-up',
  '/confirmed',
  '/sign-in',
  '/reset-password',
  '/account',
  '/devices',
]

describe.each(PAGES)('%s', (path) => {
  test('is whole HTML that loads files of ours only, and runs nothing inline', async () => {
    const { url } = await openFront()
    const response = await fetch(url + path)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    })
    const page = await response.text()
    expect(page).toMatch(/^<!doctype html><html lang="en">/iu)
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\s(style|on\w+)="|="javascript:/iu)
    const loaded = [...page.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]*)"/gu)].map(
      ([, file]) => file,
    )
    expect(loaded.every((file) => file?.startsWith('/public/'))).toBe(true)
    const statuses = loaded.map(async (file = '') => (await fetch(url + file)).status)
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]))
  })

  test('is in German for a reader of German', async () => {
    const { url } = await openFront()
    const german = await (
      await fetch(url + path, { headers: { 'accept-language': 'de-AT, en;q=0.5' } })
    ).text()
    const english = await (await fetch(url + path)).text()
    expect(german).toContain('<html lang="de">')
    const textsOf = (page: string) => new Set(page.match(/(?<=>)[^<>]{12,}(?=<)/gu))
    // What is left are names of things that are called alike.
    const shared = [...textsOf(german)].filter((text) => textsOf(english).has(text))
    expect(
      shared.filter(
        (text) =>
          !/^(?:Live · Pushtech|IP Geolocation|OwnTracks|Overland|Traccar|OsmAnd|Receiver Endpoint|Access Token)/u.test(
            text,
          ),
      ),
    ).toEqual([])
  })

  test('has forms that can put nothing in a URL, with a label and a word for password managers at each field', async () => {
    const { url } = await openFront()
    const page = await (await fetch(url + path)).text()
    for (const [form] of page.matchAll(/<form (?![^>]*method="dialog")[^>]*>/gu))
      expect(form).toContain('method="post"')
    for (const [, id] of page.matchAll(/<input id="([^"]+)"/gu)) {
      expect(page).toContain(`<label for="${id}">`)
      expect(page).toMatch(new RegExp(`id="${id}-error"[^>]* aria-live="polite"`, 'u'))
    }
    for (const [input] of page.matchAll(/<input [^>]*type="(?:password|email|text)"[^>]*>/gu))
      expect(input).toMatch(/autocomplete="(?:username|current-password|new-password|off)"/u)
  })

  test('is the same for everybody, and is there while accounts is away', async () => {
    const { url } = await openFront({ accountsUrl: 'http://127.0.0.1:9' })
    const headers = { cookie: 'push.session_token=x.y' }
    const textOf = async (init: RequestInit) =>
      (await (await fetch(url + path, init)).text()).replace(/&quot;madeAt&quot;:\d+/u, '')
    expect(await textOf({ headers })).toBe(await textOf({}))
  })
})

test('/confirmed says when the link was not good, and shows nothing of what it was given', async () => {
  const { url } = await openFront()
  const bad = await (await fetch(`${url}/confirmed?error=%3Cscript%3Ealert(1)`)).text()
  expect(bad).toContain('This link is no longer valid')
  expect(bad).toContain('href="/sign-up"')
  expect(bad).not.toContain('send-verification-email')
  expect(bad).not.toContain('<script>alert(1)')
  expect(await (await fetch(`${url}/confirmed`)).text()).toContain('Your address is confirmed')
})

test.each([
  ['https://push.example', undefined],
  ['http://push.example', 'no https'],
  ['http://127.0.0.1:5123', 'Only this machine'],
])('/devices at %s warns: %s', async (publicOrigin, warning) => {
  const { url } = await openFront({ publicOrigin })
  const page = await (await fetch(`${url}/devices`)).text()
  expect(page).toContain(`&quot;origin&quot;:&quot;${publicOrigin}&quot;`)
  if (warning === undefined) expect(page).not.toContain('&quot;warning&quot;')
  else expect(page).toMatch(new RegExp(`&quot;warning&quot;:&quot;[^&]*${warning}`, 'u'))
})
