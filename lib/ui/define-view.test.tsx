/** @jsxImportSource preact */
import { describe, expect, test } from 'vitest'
import { PAGE_HEADERS } from '#lib/http/page-headers.ts'
import { defineView } from '#lib/ui/define-view.tsx'
import type { FrameProps } from '#lib/ui/frame.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { BUILT_HASH, writeBuild } from '#lib/ui/write-build.fixture.ts'

const COMMON = { 'styles.css': 'a{}', 'frame.js': '1', 'icon.svg': '<svg/>' }

const HOSTILE = '</title><script>alert("1")</script>'

function assetsWith(own: Readonly<Record<string, string>> = {}) {
  return openAssets({ station: 'web', prefix: '/public' }, writeBuild('web', { ...COMMON, ...own }))
}

function Around({ language, here, children }: FrameProps) {
  return (
    <main id="frame" data-language={language} data-here={here}>
      {children}
    </main>
  )
}

interface Texts {
  readonly title: string
  readonly description?: string
  readonly greeting: string
}

function aView(over: Partial<Texts> = {}) {
  return defineView<Texts, { readonly name: string }>({
    name: 'hello',
    frame: Around,
    texts: {
      en: { title: 'Hello', greeting: 'Good day', ...over },
      de: { title: 'Hallo', greeting: 'Guten Tag', ...over },
    },
    view: ({ language, texts, data }) => (
      <p data-language={language}>
        {texts.greeting}, {data.name}
      </p>
    ),
  })
}

function respond(headers: Readonly<Record<string, string>> = {}, view = aView(), assets = assetsWith()) {
  const request = new Request('http://push.example/hello?a=1&b=%3C', { headers })
  return view.respond(request, assets, { name: 'Anna' })
}

describe('the response of a view', () => {
  test('is HTML with the headers of pages', () => {
    const response = respond()
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...PAGE_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })

  test('has a policy that allows only files of ours: nothing inline, no frame around it, no form to elsewhere', () => {
    const policy = respond().headers.get('content-security-policy') ?? ''
    expect(policy.split('; ').toSorted()).toEqual([
      "base-uri 'none'",
      "default-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ])
  })

  test('tells caches each header of the request that it depends on', () => {
    const names = respond().headers.get('vary')?.toLowerCase().split(', ')
    expect(names?.toSorted()).toEqual(['accept', 'accept-language', 'cookie'])
  })

  test('has the status and the headers that its caller gives', () => {
    const headers = { 'www-authenticate': 'Basic', 'cache-control': 'max-age=1' }
    const request = new Request('http://push.example/')
    const response = aView().respond(request, assetsWith(), { name: 'Anna' }, { status: 401, headers })
    expect(response.status).toBe(401)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...headers,
      'content-security-policy': PAGE_HEADERS['content-security-policy'],
    })
  })
})

describe('the document of a view', () => {
  test('begins with the doctype, so that browsers use their standards mode', async () => {
    expect(await respond().text()).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8"/u)
  })

  test.each([
    [{}, 'en', 'Good day'],
    [{ 'accept-language': 'de-AT' }, 'de', 'Guten Tag'],
    [{ 'accept-language': 'de', cookie: 'language=en' }, 'en', 'Good day'],
  ] as const)('with %j is all in %s', async (headers, language, greeting) => {
    const page = await respond(headers).text()
    expect(page).toContain(`<html lang="${language}">`)
    expect(page).toContain(`<main id="frame" data-language="${language}"`)
    expect(page).toContain(`<p data-language="${language}">${greeting}, Anna</p>`)
    expect(page).toContain(`<title>${language === 'en' ? 'Hello' : 'Hallo'} · Pushtech</title>`)
  })

  test('has the path and the query of the request for its frame, to return to', async () => {
    expect(await respond().text()).toContain('data-here="/hello?a=1&amp;b=%3C"')
  })

  test('loads its own script and styles where there are some', async () => {
    const assets = assetsWith({ 'hello.js': '1', 'hello.css': 'b{}' })
    const page = await respond({}, aView(), assets).text()
    expect(loadedBy(page)).toEqual(['icon.svg', 'styles.css', 'hello.css', 'hello.js'])
  })

  test('loads the script of the frame and the common styles where it has none of its own', async () => {
    const page = await respond().text()
    expect(loadedBy(page)).toEqual(['icon.svg', 'styles.css', 'frame.js'])
  })

  test('without a description is not for search engines', async () => {
    const page = await respond().text()
    expect(page).toContain('<meta name="robots" content="noindex"')
    expect(page).not.toContain('name="description"')
  })

  test('with a description is for search engines', async () => {
    const page = await respond({}, aView({ description: 'A "short" sentence' })).text()
    expect(page).toContain('<meta name="description" content="A &quot;short&quot; sentence"')
    expect(page).not.toContain('noindex')
  })

  test('escapes the title, the description, the texts and the data', async () => {
    const view = aView({ title: HOSTILE, description: HOSTILE, greeting: HOSTILE })
    const response = view.respond(new Request('http://push.example/'), assetsWith(), { name: HOSTILE })
    const page = await response.text()
    expect(page.match(/<script/gu)).toEqual(['<script'])
    expect(page.match(/<\/title>/gu)).toEqual(['</title>'])
    expect(page.match(/&lt;script>/gu)).toHaveLength(4)
  })
})

/** The plain names of the files that a page loads. */
function loadedBy(page: string): string[] {
  const paths = [...page.matchAll(/<(?:link|script)[^>]* (?:href|src)="([^"]*)"/gu)].map(([, path]) => path)
  return paths.map((path = '') => path.replace(/^\/public\//u, '').replace(`-${BUILT_HASH}`, ''))
}
