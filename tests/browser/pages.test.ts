import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { LANGUAGES, type Language } from '#lib/text/language.ts'
import { describedApis, processRoutes } from '../../apps/all/all-apis.ts'
import { allPages } from '../../apps/all/all-pages.ts'
import { outboxGet } from '../../apps/all/outbox/answer-outbox.ts'
import { furnishPlatform, MILA, type Furnished } from './furnish-platform.ts'
import { lookProblems } from './look-problems.ts'
import { openBrowser } from './open-browser.ts'
import { ADMIN_PASSWORD, openPlatform } from './open-platform.ts'
import { signIn } from './sign-up.ts'
import { TESTED_PAGES, type TestedPage } from './tested-pages.ts'
import { visibleTexts } from './visible-texts.ts'
import { watchPage } from './watch-page.ts'

const { newContext } = openBrowser()
const visited = openPlatform()

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }
const WAIT_MS = 10_000
const SESSION_KNOWN = 'body[data-session]'
// Names and terms that are the same in both languages.
const SAME_IN_BOTH = new Set([
  'Pushtech',
  'Live · Pushtech',
  'live',
  'Topic',
  'klag ms',
  'Station',
  'IP Geolocation by DB-IP',
])
// What a page without its script must not promise.
const CONNECTING = /connecting|verbinde/iu

/** Ids do not matter for the names of the tests. */
const NOTHING: Furnished = {
  search: '',
  offer: '',
  run: '',
  report: '',
  picture: '',
  delivery: '',
  ownDelivery: '',
  unsubscribeToken: '',
}

let furnished: Furnished
const contexts = new Map<string, Promise<BrowserContext>>()

beforeAll(async () => {
  if (inject('chromium') !== undefined) furnished = await furnishPlatform(visited)
})
afterAll(async () => {
  for (const context of contexts.values()) await (await context).close()
})

test.each(['/', '/sign-in'])('the first key Tab on %s leads past the header', async (path) => {
  const context = await newContext()
  const page = await context.newPage()
  await page.goto(visited.urlOf(path))
  await page.keyboard.press('Tab')
  expect(await page.textContent(':focus')).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main, footer') !== null)).toBe(true)
  await context.close()
})

test('every page is tested', () => {
  const pages = allPages.flatMap(({ prefix, routes }) =>
    routes.filter(({ path }) => path !== `${prefix}/{file}`),
  )
  const alsoPages = describedApis.flatMap(({ routes }) =>
    routes.filter(({ config }) => JSON.stringify(config.responses).includes('"text/html"')),
  )
  expect(processRoutes.flatMap(({ routes }) => routes)).toContain(outboxGet)
  const tested = new Set(TESTED_PAGES.map(({ route }) => route))
  expect(alsoPages.map(({ path }) => path)).toContain('/jobs')
  expect(
    [...pages, ...alsoPages, outboxGet].map(({ path }) => path).filter((path) => !tested.has(path)),
  ).toEqual([])
})

const cases = TESTED_PAGES.map((tested) => {
  const { route, path, as, status = 200 } = tested
  const query = /\?.*/u.exec(path?.(NOTHING) ?? '')?.[0] ?? ''
  return { name: `${route}${query} with ${status} for ${as}`, tested }
})

describe.each(cases)('$name', ({ tested }) => {
  const seen = new Map<Language, Visit>()

  beforeAll(async () => {
    if (inject('chromium') === undefined) return
    await Promise.all(LANGUAGES.map(async (language) => seen.set(language, await visit(tested, language))))
  })

  test.each(LANGUAGES)('has no violation of a rule of axe and fits its window, in "%s"', (language) => {
    expect(seen.get(language)?.look).toEqual([])
  })

  test.each(LANGUAGES)('has no error and loads all its files from its own origin, in "%s"', (language) => {
    expect(seen.get(language)?.complaints).toEqual([])
  })

  test('is in the language of its reader', () => {
    expect(seen.get('en')?.lang).toBe('en')
    expect(seen.get('de')?.lang).toBe('de')
    const english = new Set(seen.get('en')?.texts)
    expect(english.size).toBeGreaterThan(0)
    const shared = seen.get('de')?.texts.filter((text) => english.has(text) && !SAME_IN_BOTH.has(text))
    expect(shared).toEqual([])
  })

  test('can be read without JavaScript, and its language can be switched', async () => {
    const page = await openPage(tested, 'en', { javaScriptEnabled: false })
    await page.context().clearCookies({ name: 'language' })
    await page.goto(visited.urlOf(pathOf(tested)))
    await expectReadable(page, tested, 'en')
    await page.click('footer button[lang="de"]')
    await page.waitForSelector('html[lang="de"]')
    expect(page.url()).toBe(visited.urlOf(pathOf(tested)))
    await expectReadable(page, tested, 'de')
    await page.close()
  })
})

async function expectReadable(page: Page, tested: TestedPage, language: Language): Promise<void> {
  expect(await page.locator('h1').count()).toBe(1)
  const text = await page.innerText('body')
  expect(text).toContain(tested.content[language])
  expect(text).not.toMatch(CONNECTING)
  expect(text.includes('JavaScript')).toBe(tested.needsScript ?? false)
}

/** What was found on a page in one language. */
interface Visit {
  readonly lang: string | null
  readonly texts: readonly string[]
  readonly look: readonly string[]
  readonly complaints: readonly string[]
}

async function visit(tested: TestedPage, language: Language): Promise<Visit> {
  const page = await openPage(tested, language)
  const watch = watchPage(page, visited.platform().url, tested.status)
  await page.goto(visited.urlOf(pathOf(tested)))
  await page.waitForSelector(tested.ready ?? SESSION_KNOWN)
  const lang = await page.getAttribute('html', 'lang')
  const texts = await visibleTexts(page, ['#who', tested.data ?? []].flat().join())
  const look = await lookProblems(page)
  watch.stop()
  await page.close()
  return { lang, texts, look, complaints: watch.complaints }
}

function pathOf({ path, route }: TestedPage): string {
  return path?.(furnished) ?? route
}

async function openPage(
  { as, status }: TestedPage,
  language: Language,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const key = JSON.stringify([as, language, options])
  const context = contexts.get(key) ?? openContext(as, { ...options, locale: LOCALES[language] })
  contexts.set(key, context)
  const page = await (await context).newPage()
  // With this header nobody is asked for a password; Chromium without a window would show nothing instead of the page.
  if (status === 401) await page.setExtraHTTPHeaders({ 'x-requested-with': 'page' })
  return page
}

async function openContext(as: TestedPage['as'], options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await newContext({
    ...options,
    ...(as === 'admin' && { httpCredentials: { username: 'admin', password: ADMIN_PASSWORD } }),
  })
  context.setDefaultTimeout(WAIT_MS)
  if (as === 'admin') {
    // A browser sends a password only after a page has asked for it, and then to all pages.
    const page = await context.newPage()
    await page.goto(visited.urlOf('/consumers'))
    await page.close()
  }
  if (as === 'person') await signIn(visited, context.request, MILA)
  return context
}
