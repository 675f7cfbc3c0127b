import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { startFakePushService, type FakePushService } from '../builders/fake-push-service.ts'
import { until } from '../builders/until.ts'
import { lookProblems } from './look-problems.ts'
import { openBrowser } from './open-browser.ts'
import { openPlatform } from './open-platform.ts'
import { signIn, signUp } from './sign-up.ts'

const service = await startFakePushService()
afterAll(() => service.stop())

const { newContext } = openBrowser()
const visited = openPlatform({ PUSH_CHANNELS: 'log:,webpush:', PUSH_ORIGINS: service.url })

const NINA = { email: 'nina@example.org', password: 'correct horse battery' }
const STUB = join(import.meta.dirname, 'pages/push-manager.js')
const WAIT_MS = 10_000

let context: BrowserContext
let page: Page

beforeAll(async () => {
  if (inject('chromium') === undefined) return
  await signUp(visited, NINA)
  context = await newContext({ reducedMotion: 'reduce' })
  context.setDefaultTimeout(WAIT_MS)
  await context.grantPermissions(['notifications'], { origin: visited.platform().url })
  await context.exposeFunction('adoptSubscription', (keys: Parameters<FakePushService['adopt']>[0]) =>
    service.adopt(keys),
  )
  await context.addInitScript({ path: STUB })
  await signIn(visited, context.request, NINA)
  page = await context.newPage()
})
afterAll(() => context?.close())

/** The notifications that the service worker shows. */
function shown() {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const list = await registration.getNotifications()
    return list.map(({ title, body, lang, tag, data }) => ({ title, body, lang, tag, data: { ...data } }))
  })
}

/** Hands a message to the service worker, as the browser does with what its push service sent. */
async function deliver(data: string): Promise<void> {
  const session = await context.newCDPSession(page)
  const registered = Promise.withResolvers<string>()
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [registration] }) => {
    if (registration !== undefined) registered.resolve(registration.registrationId)
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await registered.promise
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: visited.platform().url,
    registrationId,
    data,
  })
  await session.detach()
}

describe("Nina's browser", () => {
  test('rings after one press of a button', async () => {
    await page.goto(visited.urlOf('/devices'))
    await page.click('#ring-browser')
    await page.waitForSelector('#ring-state[data-state="rings"]')
    expect(await page.textContent('#devices .what')).toMatch(/^browser-\w{4}$/u)
    expect(await lookProblems(page)).toEqual([])
  })

  test('shows a test push, which was encrypted for it', async () => {
    await page.click('#ring-test')
    await page.waitForSelector('#ring-state[data-state="tested"]')
    await until('the push service has the test', () => service.delivered.length === 1)
    const [delivered] = service.delivered
    const { notification } = z
      .object({ web_push: z.literal(8030), notification: z.looseObject({ title: z.string() }) })
      .parse(JSON.parse(delivered?.text ?? ''))
    await deliver(delivered?.text ?? '')
    await expect
      .poll(shown)
      .toMatchObject([
        { title: notification.title, body: notification['body'], lang: 'en', tag: notification['tag'] },
      ])
  })

  test('replaces the notification of the same thing', async () => {
    const { text = '' } = service.delivered[0] ?? {}
    await deliver(text.replace(/"body":"[^"]*"/u, '"body":"once more"'))
    await expect.poll(shown).toMatchObject([{ body: 'once more' }])
  })

  test('opens what the notification, or its button, is about, and closes it', async () => {
    const url = visited.urlOf('/matches/m-1')
    const mute = visited.urlOf('/mute/s-1')
    await deliver(
      JSON.stringify({
        web_push: 8030,
        notification: {
          title: 'Found near you',
          navigate: url,
          tag: 'pair',
          actions: [{ action: 'mute', title: 'Mute', navigate: mute }],
        },
      }),
    )
    await expect.poll(async () => (await shown()).map(({ tag }) => tag)).toContain('pair')
    expect(await press('pair', 'mute')).toEqual([mute])
    await deliver(JSON.stringify({ notification: { title: 'Again', navigate: url, tag: 'pair' } }))
    await expect.poll(async () => (await shown()).map(({ tag }) => tag)).toContain('pair')
    const [opened = ''] = await press('pair', '')
    expect((await shown()).map(({ tag }) => tag)).not.toContain('pair')
    await page.goto(opened)
    expect(new URL(page.url()).pathname).toBe('/matches/m-1')
    expect(await page.textContent('h1')).not.toBe('')
  })

  test.each([
    ['no JSON', 'hello'],
    ['nothing in it', '{}'],
    ['a script for an address', '{"notification":{"title":"Pushtech","navigate":"javascript:alert(1)"}}'],
    ['other types', '{"notification":{"title":7,"actions":"x","navigate":[]}}'],
  ])('shows a message with %s as one that opens the front page', async (_, data) => {
    await page.goto(visited.urlOf('/devices'))
    await closeAll()
    await deliver(data)
    await expect.poll(shown).toMatchObject([{ title: 'Pushtech', data: { navigate: visited.urlOf('/') } }])
  })

  test('registers its subscription again whenever the page is opened', async () => {
    await page.reload()
    await page.waitForSelector('#ring-state[data-state="rings"]')
    const answer = await context.request.get(visited.urlOf('/mappings'))
    const { items } = z
      .object({ items: z.array(z.looseObject({ state: z.string() })) })
      .parse(await answer.json())
    expect(items).toMatchObject([{ channel: 'webpush', state: 'active', locale: 'en' }])
  })

  test('rings no more after its person signs out', async () => {
    await page.goto(visited.urlOf('/devices'))
    await page.waitForSelector('#ring-state[data-state="rings"]')
    await page.click('#sign-out')
    await page.waitForURL('**/sign-in')
    const answer = await visited.callAsAdmin('/mappings', { headers: { accept: 'application/json' } })
    expect(await answer.json()).toMatchObject({ items: [] })
    await signIn(visited, context.request, NINA)
    await page.goto(visited.urlOf('/devices'))
    await page.waitForSelector('#ring-state[data-state="silent"]')
  })

  test('tells when its person does not allow notifications', async () => {
    const silent = await newContext()
    await signIn(visited, silent.request, NINA)
    const other = await silent.newPage()
    await other.goto(visited.urlOf('/devices'))
    await other.waitForSelector('#ring-state[data-state="blocked"], #ring-state[data-state="silent"]')
    expect(await lookProblems(other)).toEqual([])
    await silent.close()
  })
})

async function closeAll(): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    for (const notification of await registration.getNotifications()) notification.close()
  })
}

/**
 * Presses a notification, or its button; returns the addresses that the worker opened. A headless browser has no notifications to
 * press, and opens windows only for a press: so the event is made in the worker, and the window is noted instead.
 */
async function press(tag: string, action: string): Promise<string[]> {
  const worker = context.serviceWorkers().find((found) => found.url().endsWith('/push-worker.js'))
  if (worker === undefined) throw new Error('Cannot press a notification: there is no service worker')
  return worker.evaluate(
    async ([wanted, pressed]) => {
      const scope = globalThis as unknown as {
        registration: ServiceWorkerRegistration
        clients: { openWindow(url: string): Promise<unknown> }
        NotificationEvent: new (type: string, init: object) => Event
      }
      const opened: string[] = []
      scope.clients.openWindow = (url) => Promise.resolve(opened.push(url))
      const [notification] = await scope.registration.getNotifications({ tag: wanted ?? '' })
      globalThis.dispatchEvent(
        new scope.NotificationEvent('notificationclick', { notification, action: pressed }),
      )
      for (let turn = 0; opened.length === 0 && turn < 100; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return opened
    },
    [tag, action],
  )
}
