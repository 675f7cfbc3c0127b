import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { aWalker, type Walker } from '../builders/a-walker.ts'
import { openBrowser } from './open-browser.ts'
import { ADMIN_PASSWORD, openPlatform } from './open-platform.ts'
import { watchPage } from './watch-page.ts'

const { newContext } = openBrowser()
const visited = openPlatform()

const ALEXANDERPLATZ = { lat: 52.5219, lng: 13.4132 }
const WAIT_MS = 15_000
const RADIUS_METERS = 400

let context: BrowserContext
let anna: Walker
let ben: Walker

beforeAll(async () => {
  if (inject('chromium') === undefined) return
  anna = await aWalker(visited.platform(), { person: 'anna', device: 'annas-phone', locale: 'en' })
  ben = await aWalker(visited.platform(), { person: 'ben', device: 'bens-phone', locale: 'en' })
  context = await newContext({ httpCredentials: { username: 'admin', password: ADMIN_PASSWORD } })
  context.setDefaultTimeout(WAIT_MS)
})
afterAll(() => context?.close())

/** Opens a page, and waits until it is connected. */
async function open(path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(visited.urlOf(path))
  await expect.poll(() => page.textContent('#state'), { timeout: WAIT_MS }).toBe('live')
  return page
}

describe('the live page', () => {
  test('shows what happens without a reload: events, phones and a match', async () => {
    const page = await open('/')
    const watch = watchPage(page, visited.platform().url)
    expect(await page.textContent('#match-list')).toBe('none yet')
    await anna.carries('searches', ['a red bicycle'], RADIUS_METERS)
    await ben.carries('offers', ['a red bicycle'], RADIUS_METERS)
    await anna.isAt(ALEXANDERPLATZ)
    await ben.isAt(ALEXANDERPLATZ)
    await expect.poll(() => page.textContent('#event-list'), { timeout: WAIT_MS }).toContain('geo')
    await expect.poll(() => page.textContent('#moving'), { timeout: WAIT_MS }).toBe('2')
    await expect.poll(() => page.textContent('#match-list'), { timeout: WAIT_MS }).toContain('a red bicycle')
    expect(await page.textContent('#matches')).toBe('1')
    // The page has no names of devices.
    expect(await page.innerText('main')).not.toContain('annas-phone')
    watch.stop()
    expect(watch.complaints).toEqual([])
    await page.close()
  })

  test('says that the connection is lost, and shows what happens after it is back', async () => {
    const page = await open('/')
    await visited.platform().crash(async () => {
      await expect.poll(() => page.textContent('#state'), { timeout: WAIT_MS }).toMatch(/lost|not answer/u)
    })
    await expect.poll(() => page.textContent('#state'), { timeout: WAIT_MS }).toBe('live')
    await anna.isAt({ lat: 52.53, lng: 13.42 })
    await expect.poll(() => page.textContent('#moving'), { timeout: WAIT_MS }).not.toBe('0')
    await page.close()
  })
})

describe('the live tail', () => {
  const typesOn = (page: Page) => page.locator('tbody td:nth-child(3)').allTextContents()
  const send = (type: string) =>
    fetch(visited.urlOf('/v1/events'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type, params: { di: 'a-till' } }),
    })

  test('shows new records first, without a reload, and counts them', async () => {
    const page = await open('/kafidx')
    await send('sold')
    await expect.poll(() => typesOn(page), { timeout: WAIT_MS }).toContain('sold')
    await send('refunded')
    await expect.poll(async () => (await typesOn(page))[0], { timeout: WAIT_MS }).toBe('refunded')
    expect(await page.textContent('#counts')).toContain('sold 1')
    await page.close()
  })

  test('misses no record between its HTML and its script, and shows none twice', async () => {
    const page = await context.newPage()
    const released = Promise.withResolvers<void>()
    await page.route('**/tail-*.js', async (route) => {
      await released.promise
      await route.continue()
    })
    await page.goto(visited.urlOf('/kafidx'), { waitUntil: 'commit' })
    await page.waitForSelector('tbody tr')
    await send('early')
    // Another tail shows that the record has arrived there.
    const other = await open('/kafidx?type=early')
    await expect.poll(() => typesOn(other), { timeout: WAIT_MS }).toEqual(['early'])
    const before = await page.locator('tbody tr').count()
    expect(await typesOn(page)).not.toContain('early')
    released.resolve()
    await expect.poll(async () => (await typesOn(page))[0], { timeout: WAIT_MS }).toBe('early')
    expect(await page.locator('tbody tr').count()).toBe(before + 1)
    await other.close()
    await page.close()
  })

  test('shows one type only with a filter, also for what comes later', async () => {
    const page = await open('/kafidx')
    await page.fill('#filter-type', 'sold')
    await page.click('#filter button[type="submit"]')
    await page.waitForURL(visited.urlOf('/kafidx?type=sold'))
    expect(await page.inputValue('#filter-type')).toBe('sold')
    await expect.poll(() => page.textContent('#state'), { timeout: WAIT_MS }).toBe('live')
    expect(await typesOn(page)).toEqual(['sold'])
    await send('refunded')
    await send('sold')
    await expect.poll(() => typesOn(page), { timeout: WAIT_MS }).toEqual(['sold', 'sold'])
    await page.close()
  })

  test('holds its rows still while it is paused, and goes on afterwards', async () => {
    const page = await open('/kafidx?type=sold')
    const before = await typesOn(page)
    await page.click('#pause')
    expect(await page.textContent('#pause')).toBe('Resume')
    await send('sold')
    // The counts go on, so that the reader sees what is missed.
    await expect.poll(() => page.textContent('#counts'), { timeout: WAIT_MS }).toBe('sold 1')
    expect(await typesOn(page)).toEqual(before)
    await page.click('#pause')
    expect(await page.textContent('#pause')).toBe('Pause')
    // Nothing is lost: what came meanwhile is shown now.
    expect(await typesOn(page)).toEqual([...before, 'sold'])
    await send('sold')
    await expect.poll(() => typesOn(page), { timeout: WAIT_MS }).toEqual([...before, 'sold', 'sold'])
    await page.close()
  })
})

describe('the live page that is for operators only', () => {
  const closed = openPlatform({ LIVE_PAGE: 'operate' })

  test('says so to everybody else, and shows them nothing', async () => {
    const walker = await aWalker(closed.platform(), { person: 'anna', device: 'annas-phone', locale: 'en' })
    await walker.isAt(ALEXANDERPLATZ)
    const stranger = await newContext()
    const page = await stranger.newPage()
    await page.goto(closed.urlOf('/'))
    await expect
      .poll(() => page.textContent('#state'), { timeout: WAIT_MS })
      .toBe('Only operators see the live data. Sign in, and reload the page.')
    expect(await page.textContent('#event-list')).toBe('none yet')
    await stranger.close()
  })
})
