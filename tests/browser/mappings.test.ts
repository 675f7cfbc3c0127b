import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { aWalker } from '../builders/a-walker.ts'
import { openBrowser } from './open-browser.ts'
import { ADMIN_PASSWORD, openPlatform } from './open-platform.ts'

const { newContext } = openBrowser()
const visited = openPlatform()

const WAIT_MS = 10_000
const PHONE = 'annas phone/1'
const pathOf = (device: string) => `/mappings/${encodeURIComponent(device)}`

let context: BrowserContext
let page: Page

beforeAll(async () => {
  if (inject('chromium') === undefined) return
  const [anna] = [
    await aWalker(visited.platform(), { person: 'anna', device: PHONE, locale: 'de' }),
    await aWalker(visited.platform(), { person: 'anna', device: 'annas-tablet', locale: 'de' }),
    await aWalker(visited.platform(), { person: 'ben', device: 'bens-phone', locale: 'en' }),
  ]
  const registration = { device_id: PHONE, channel: 'log', subscription_id: 'x', locale: 'de', tz: 'UTC' }
  await anna.call('notifications', '/register', { method: 'POST', body: JSON.stringify(registration) })
  context = await newContext({ httpCredentials: { username: 'admin', password: ADMIN_PASSWORD } })
  context.setDefaultTimeout(WAIT_MS)
  page = await context.newPage()
  // The browser sends the password to all pages once a page has asked for it.
  await page.goto(visited.urlOf('/mappings'))
})
afterAll(() => context?.close())

const shows = (text: string) => page.getByText(text, { exact: true }).first().waitFor()
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

test('an admin finds a device by its person, rings it with a test, and reads what became of it', async () => {
  await page.getByText('Search', { exact: true }).click()
  await page.fill('#filter-user', 'anna')
  await press('Show')
  await page.click(`a[href="${pathOf(PHONE)}"]`)
  await press('Send a test push')
  await shows('The test push is on its way.')
  await page.getByRole('link', { name: 'What became of it' }).click()
  await page.getByRole('heading', { name: 'Step by step' }).waitFor()
  await expect
    .poll(async () => {
      await page.reload()
      return page.textContent('h1')
    })
    .toBe('Why it rang')
  expect(await page.textContent('main')).toContain('The push service answered')
  await page.click(`a[href="${pathOf(PHONE)}"]`)
  await page.getByRole('link', { name: 'Why' }).waitFor()
})

test('the subscription moves to another device of the same person only', async () => {
  await page.goto(visited.urlOf(pathOf(PHONE)))
  await page.fill('#clone-device', 'bens-phone')
  await press('Move to another device')
  await shows('This is not the id of another device of the same person.')
  await page.fill('#clone-device', 'annas-tablet')
  await press('Move to another device')
  await shows('The other device has this subscription now.')
  expect(await page.isVisible('#clone')).toBe(false)
  expect((await visited.callAsAdmin(pathOf(PHONE))).status).toBe(404)
  await page.getByRole('link', { name: 'Its page' }).click()
  await page.getByRole('heading', { name: 'annas-tablet' }).waitFor()
})

test('a subscription is deleted after a question; the acts are in the audit log', async () => {
  await page.goto(visited.urlOf(pathOf('annas-tablet')))
  await press('Delete')
  await press('Cancel')
  await press('Delete')
  await press('Delete it')
  await shows('The subscription is deleted. The device is not rung until it registers again.')
  expect((await visited.callAsAdmin(pathOf('annas-tablet'))).status).toBe(404)
  await page.getByRole('link', { name: 'All push subscriptions' }).first().click()
  await shows('No device is registered for notifications yet.')
  const log = await (await visited.callAsAdmin('/accounts/audit')).text()
  for (const act of ['DELETE /mappings/:device', '/mappings/:device/test', '/mappings/:device/clone'])
    expect(log.replaceAll('","route":"', ' ')).toContain(act)
})

test('a failed act says why', async () => {
  const registration = { device_id: PHONE, channel: 'none' }
  const anna = await aWalker(visited.platform(), { person: 'anna', device: PHONE, locale: 'de' })
  await anna.call('notifications', '/register', { method: 'POST', body: JSON.stringify(registration) })
  await page.goto(visited.urlOf(pathOf(PHONE)))
  await press('Send a test push')
  await shows('This device cannot be rung: its subscription has ended, or it has none.')
})
