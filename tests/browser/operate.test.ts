import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openBrowser } from './open-browser.ts'
import { ADMIN_PASSWORD, openPlatform } from './open-platform.ts'

const { newContext } = openBrowser()
const visited = openPlatform()

const WAIT_MS = 10_000
const created = z.object({ id: z.string() })

let context: BrowserContext
let page: Page
let path: string

beforeAll(async () => {
  if (inject('chromium') === undefined) return
  const circle = { centre: { lat: 52.52, lng: 13.405 }, radiusMeters: 500 }
  const draft = {
    owner: 'anna',
    title: 'Bicycle',
    keywords: ['bicycle'],
    showLocation: true,
    region: { circle },
  }
  const body = JSON.stringify(draft)
  const headers = { 'content-type': 'application/json' }
  const answer = await visited.callAsAdmin('/store/offers', { method: 'POST', body, headers })
  path = `/store/offers/${created.parse(await answer.json()).id}`
  context = await newContext({ httpCredentials: { username: 'admin', password: ADMIN_PASSWORD } })
  context.setDefaultTimeout(WAIT_MS)
  page = await context.newPage()
  // The browser sends the password to all pages once a page has asked for it.
  await page.goto(visited.urlOf('/store/totals?kind=offer'))
})
afterAll(() => context?.close())

const shows = (text: string) => page.getByText(text, { exact: true }).first().waitFor()
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

test('an admin finds an offer, pauses it and edits it; who saw an older state changes nothing', async () => {
  await page.goto(visited.urlOf('/store/offers'))
  await page.getByText('Filters').click()
  await page.fill('#filter-owner', 'anna')
  await press('Show')
  await page.waitForURL(visited.urlOf('/store/offers?owner=anna&limit=50'))
  await page.click(`a[href="${path}"]:not(svg a)`)

  await press('Pause')
  await shows('paused')

  await page.getByText('Edit').click()
  await page.fill('#edit-title', 'A blue bicycle')
  await page.fill('#edit-radiusMeters', '700')
  await press('Save')
  await page.getByRole('heading', { name: 'A blue bicycle' }).waitFor()
  expect(await (await visited.callAsAdmin(path)).json()).toMatchObject({
    title: 'A blue bicycle',
    active: false,
    region: { circle: { radiusMeters: 700 } },
  })

  await visited.callAsAdmin(`${path}/activate`, { method: 'POST' })
  await press('Reserve')
  await shows('It was changed since you loaded this page. Load the page again, then repeat your change.')
  expect(await (await visited.callAsAdmin(path)).json()).toMatchObject({ active: true, stage: 'open' })
})

test('an admin matches it with another one by hand, and reads which conditions hold', async () => {
  await page.goto(visited.urlOf(path))
  await page.fill('#by-hand-other', visited.urlOf('/store/offers/nobody-has-this'))
  await press('Match them')
  await shows('This is not the id of another search or offer.')
  const circle = { centre: { lat: 52.52, lng: 13.405 }, radiusMeters: 500 }
  const draft = { owner: 'ben', title: 'Wanted', keywords: ['car'], showLocation: true, region: { circle } }
  const body = JSON.stringify(draft)
  const headers = { 'content-type': 'application/json' }
  const answer = await visited.callAsAdmin('/store/searches', { method: 'POST', body, headers })
  const { id } = created.parse(await answer.json())
  await page.fill('#by-hand-other', visited.urlOf(`/store/searches/${id}`))
  await press('Match them')
  await shows('They do not match, because a condition does not hold.')
  const rows = await page.locator('#by-hand dd').allInnerTexts()
  expect(rows.filter((row) => row.includes('does not hold'))).toHaveLength(1)
  expect(rows).toHaveLength(10)
})

test('the map can be enlarged and moved, by buttons and keys, and shows all again', async () => {
  await page.goto(visited.urlOf(path))
  const radius = async () => Number(await page.getAttribute('.map .region', 'r'))
  const left = async () => Number(await page.getAttribute('.map .pin', 'cx'))
  await page.waitForSelector('.map-buttons')
  const [before, middle] = [await radius(), await left()]
  await press('Closer')
  await expect.poll(radius).toBeCloseTo(2 * before, 0)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(left).toBeCloseTo(middle + 60, 0)
  await press('Show all')
  await expect.poll(radius).toBeCloseTo(before, 0)
})

test('what is deleted is asked for first; the acts are in the audit log', async () => {
  await page.goto(visited.urlOf(path))
  await press('Delete')
  await press('Cancel')
  await press('Delete')
  await press('Delete it')
  await page.waitForURL(visited.urlOf('/store/offers'))
  expect((await visited.callAsAdmin(path)).status).toBe(404)
  const log = await (await visited.callAsAdmin('/accounts/audit')).text()
  for (const act of ['"DELETE"', '"PATCH"', '/deactivate']) expect(log).toContain(act)
})
