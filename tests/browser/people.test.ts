import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { lookProblems } from './look-problems.ts'
import { linkTo } from './mail-links.ts'
import { openBrowser } from './open-browser.ts'
import { openPlatform } from './open-platform.ts'
import { signIn } from './sign-up.ts'
import { watchPage } from './watch-page.ts'

const { newContext } = openBrowser()
const visited = openPlatform()

const EMAIL = 'nina@example.org'
const PASSWORD = 'correct horse battery'
const NEW_PASSWORD = 'staple paper orange'
const LAST_PASSWORD = 'green tea in may'
const DEVICE = 'ninas-phone'
const WAIT_MS = 10_000

/** Nina's browser, and all that it asked for. */
let context: BrowserContext
let page: Page
const asked: string[] = []
const keys: string[] = []

beforeAll(async () => {
  if (inject('chromium') === undefined) return
  context = await openContext()
  page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
})
afterAll(() => context?.close())

async function openContext(): Promise<BrowserContext> {
  const opened = await newContext({ reducedMotion: 'reduce' })
  opened.setDefaultTimeout(WAIT_MS)
  return opened
}

const goto = (path: string) => page.goto(visited.urlOf(path))
const button = (name: string) => page.getByRole('button', { name, exact: true })
const shows = (selector: string) => page.waitForSelector(selector)
const isAt = (path: string) => page.waitForURL(visited.urlOf(path))

async function fill(form: string, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.fill(`#${form}-${name}`, value)
}

async function send(form: string): Promise<void> {
  await page.click(`#${form} button[type="submit"]:enabled`)
}

/** The id of the element that has the focus. */
const focused = () => page.evaluate(() => document.activeElement?.id)

describe('Nina signs up', () => {
  test('a wrong mail address shows what is wrong at its field, which gets the focus', async () => {
    await goto('/sign-up')
    await fill('sign-up', { email: 'nina@localhost', password: PASSWORD })
    await send('sign-up')
    await shows('#sign-up-email[aria-invalid="true"]')
    expect(await page.textContent('#sign-up-email-error')).not.toBe('')
    expect(await focused()).toBe('sign-up-email')
    expect(await lookProblems(page)).toEqual([])
  })

  test('a password that is too short is not sent', async () => {
    await fill('sign-up', { email: EMAIL, password: '' })
    await page.locator('#sign-up-password').pressSequentially('short')
    const before = asked.length
    await send('sign-up')
    await shows('#sign-up-password:invalid')
    expect(await focused()).toBe('sign-up-password')
    expect(asked.slice(before)).toEqual([])
  })

  test('the page says that a mail is sent, and its link confirms the address', async () => {
    await fill('sign-up', { password: PASSWORD })
    await send('sign-up')
    await shows('#asked h1:focus')
    expect(await lookProblems(page)).toEqual([])
    await page.goto(await linkTo(visited.outbox(), EMAIL))
    await isAt('/confirmed')
    expect(await page.textContent('h1')).toBe('Your address is confirmed')
  })
})

describe('Nina signs in', () => {
  test('a wrong password is not accepted', async () => {
    await page.click('main a[href="/sign-in"]')
    await fill('sign-in', { email: EMAIL, password: NEW_PASSWORD })
    await send('sign-in')
    await shows('#sign-in .error:not(:empty)')
    expect(await page.textContent('#sign-in > .error')).toMatch(/do not fit together/u)
  })

  test('her account shows her mail address, her role and this session', async () => {
    await fill('sign-in', { password: PASSWORD })
    await send('sign-in')
    await isAt('/account')
    await shows('#sessions li')
    expect(await page.textContent('#email')).toBe(EMAIL)
    expect(await page.textContent('#role')).toBe('person')
    expect(await page.locator('#sessions li').allTextContents()).toEqual([
      expect.stringMatching(/Chrome · Linux.*this browser/u),
    ])
  })

  test('the header of every page says who is signed in', async () => {
    for (const path of ['/account', '/devices', '/store/offers', '/confirmed']) {
      await goto(path)
      await shows('#sign-out')
      expect(await page.textContent('#who')).toBe(EMAIL)
      expect(await page.isVisible('header a[href="/sign-in"]')).toBe(false)
    }
  })
})

describe('Nina has a phone', () => {
  const keyOf = async (app: string) => page.textContent(`[data-app="${app}"] [data-value="key"]`)

  test('a name with a blank is not accepted', async () => {
    await goto('/devices')
    await shows('#devices-none')
    await fill('add', { device_id: "nina's phone" })
    await send('add')
    await shows('#add-device_id:invalid')
  })

  test('a new device shows its key, a QR code, and what to enter in each app', async () => {
    await fill('add', { device_id: DEVICE })
    await send('add')
    await shows('#key h2:focus')
    const key = (await keyOf('owntracks')) ?? ''
    keys.push(key)
    expect(key).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/u)
    const { url } = visited.platform()
    const values: Record<string, string[]> = {}
    for (const app of ['owntracks', 'overland', 'traccar', 'osmand']) {
      const place = page.locator(`[data-app="${app}"]`)
      if ((await place.getAttribute('open')) === null) await place.locator('summary').click()
      values[app] = await place.locator('code').allTextContents()
      // OsmAnd reads no codes.
      expect(await place.locator('svg.code').isVisible()).toBe(app !== 'osmand')
      expect(await lookProblems(page)).toEqual([])
    }
    expect(values).toEqual({
      owntracks: [`${url}/owntracks`, DEVICE, key],
      overland: [`${url}/overland`, DEVICE, key],
      traccar: [DEVICE, `${url}/osmand?dk=${key}`],
      osmand: [expect.stringContaining(`${url}/osmand?id=${DEVICE}&dk=${key}&`)],
    })
  })

  test('the key is hidden by its button, and when she comes back to the page', async () => {
    await page.click('#hide-key')
    expect(await page.locator('#key').count()).toBe(0)
    await page.click('[data-do="settings"]')
    await shows('#key')
    keys.push((await keyOf('owntracks')) ?? '')
    await goto('/account')
    await page.goBack()
    await shows('#devices li')
    expect(await page.locator('#key').count()).toBe(0)
  })

  test('a new key is made only after the question is answered with yes', async () => {
    await page.click('[data-do="rotate"]')
    await shows('dialog[open]')
    expect(await page.textContent('dialog h2')).toContain(DEVICE)
    expect(await lookProblems(page)).toEqual([])
    const before = asked.length
    await page.click('dialog button[value="no"]')
    await page.waitForSelector('dialog', { state: 'detached' })
    await page.click('[data-do="rotate"]')
    await shows('dialog[open]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('dialog', { state: 'detached' })
    expect(asked.slice(before)).toEqual([])
    await page.click('[data-do="rotate"]')
    await page.click('dialog button[value="yes"]')
    await shows('#key h2:focus')
    const key = (await keyOf('owntracks')) ?? ''
    expect(key).not.toBe('')
    expect(keys).not.toContain(key)
    keys.push(key)
  })

  test('a device whose keys are revoked says so, and stays hers', async () => {
    await page.click('[data-do="revoke"]')
    await page.click('dialog button[value="yes"]')
    await shows('#devices strong')
    expect(await page.textContent('#devices strong')).toContain('has no key')
    expect(await page.locator('#key').count()).toBe(0)
  })

  test('a device that is removed is gone, but not before the question is answered with yes', async () => {
    await page.focus('[data-do="giveBack"]')
    await page.keyboard.press('Enter')
    await shows('dialog button[value="no"]:focus')
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog', { state: 'detached' })
    expect(await page.locator('#devices li').count()).toBe(1)
    await shows('[data-do="giveBack"]:focus')
    await page.click('[data-do="giveBack"]')
    await page.click('dialog button[value="yes"]')
    await shows('#devices-none')
  })

  test('no key was ever in an address or in the history', async () => {
    expect(keys).toHaveLength(3)
    const state = await page.evaluate(() => JSON.stringify([history.state, location.href]))
    for (const key of keys) expect([...asked, state].filter((text) => text.includes(key))).toEqual([])
  })
})

describe('Nina changes her account', () => {
  test('the current password must be right', async () => {
    await goto('/account')
    await shows('#sessions li')
    await fill('password', { currentPassword: NEW_PASSWORD, newPassword: NEW_PASSWORD })
    await send('password')
    await shows('#password .error:not(:empty)')
    expect(await page.innerText('#password')).toContain('This is not your password.')
  })

  test('then the password is changed, and the fields are empty', async () => {
    await fill('password', { currentPassword: PASSWORD })
    await send('password')
    await shows('#password .done:not(:empty)')
    expect(await page.inputValue('#password-newPassword')).toBe('')
  })

  test('another browser in which she is signed in is listed, and can be ended', async () => {
    const other = await openContext()
    await signIn(visited, other.request, { email: EMAIL, password: NEW_PASSWORD })
    const otherPage = await other.newPage()
    await otherPage.goto(visited.urlOf('/account'))
    await otherPage.waitForSelector('#person')
    await page.reload()
    await shows('#end-others')
    expect(await page.locator('#sessions li').count()).toBe(2)
    await button('End').click()
    await page.waitForSelector('#end-others', { state: 'detached' })
    expect(await page.locator('#sessions li').count()).toBe(1)
    await otherPage.reload()
    await otherPage.waitForURL(visited.urlOf('/sign-in?next=account'))
    await other.close()
  })

  test('somebody whom she blocked is listed, and can be unblocked', async () => {
    const answer = await context.request.put(visited.urlOf('/matching/blocks/ben'), {
      headers: { origin: visited.platform().url },
    })
    expect(answer.status()).toBe(204)
    await page.reload()
    await shows('#blocks li')
    expect(await page.textContent('#blocks .what')).toBe('ben')
    await button('Unblock').click()
    await shows('#blocks-none')
  })
})

describe('a page of people', () => {
  test('keeps what is typed before its script runs, and the focus', async () => {
    const stranger = await openContext()
    const early = await stranger.newPage()
    const released = Promise.withResolvers<void>()
    await early.route('**/sign-in-*.js', async (route) => {
      await released.promise
      await route.continue()
    })
    await early.goto(visited.urlOf('/sign-in'), { waitUntil: 'commit' })
    await early.locator('#sign-in-email').pressSequentially(EMAIL)
    await early.locator('#sign-in-password').pressSequentially('half of a pass')
    expect(await early.isDisabled('#sign-in button[type="submit"]')).toBe(true)
    released.resolve()
    await early.waitForSelector('#sign-in button[type="submit"]:enabled')
    expect(await early.inputValue('#sign-in-email')).toBe(EMAIL)
    expect(await early.inputValue('#sign-in-password')).toBe('half of a pass')
    expect(await early.evaluate(() => document.activeElement?.id)).toBe('sign-in-password')
    await early.keyboard.type('word')
    expect(await early.inputValue('#sign-in-password')).toBe('half of a password')
    await stranger.close()
  })

  test.each([
    ['devices', '/devices'],
    ['account', '/account'],
    ['//evil.example', '/account'],
    ['https://evil.example', '/account'],
    ['javascript:alert(1)', '/account'],
  ])('sign-in with next=%s leads to %s', async (next, path) => {
    const stranger = await openContext()
    const opened = await stranger.newPage()
    const watch = watchPage(opened, visited.platform().url)
    await opened.goto(visited.urlOf(`/sign-in?next=${encodeURIComponent(next)}`))
    await opened.fill('#sign-in-email', EMAIL)
    await opened.fill('#sign-in-password', NEW_PASSWORD)
    await opened.click('#sign-in button[type="submit"]:enabled')
    await opened.waitForURL(visited.urlOf(path))
    await opened.waitForSelector('[data-session="in"]')
    expect(watch.complaints.filter((complaint) => complaint.startsWith('other origin'))).toEqual([])
    await stranger.close()
  })

  test('leads nobody else than its person to the sign-in page, and back from there', async () => {
    const stranger = await openContext()
    const opened = await stranger.newPage()
    await opened.goto(visited.urlOf('/devices'))
    await opened.waitForURL(visited.urlOf('/sign-in?next=devices'))
    await signIn(visited, stranger.request, { email: EMAIL, password: NEW_PASSWORD })
    await opened.reload()
    await opened.waitForURL(visited.urlOf('/devices'))
    await opened.click('#sign-out')
    await opened.waitForURL(visited.urlOf('/sign-in'))
    await opened.waitForSelector('header a[href="/sign-in"]')
    expect(await opened.isVisible('#sign-out')).toBe(false)
    await opened.goto(visited.urlOf('/account'))
    await opened.waitForURL(visited.urlOf('/sign-in?next=account'))
    await stranger.close()
  })

  test('says when the platform does not answer, and leads nobody away then', async () => {
    const away = await context.newPage()
    await away.route('**/accounts/**', (route) => route.abort())
    await away.goto(visited.urlOf('/account'))
    await away.waitForSelector('.if-unreachable')
    expect(await away.innerText('.if-unreachable')).toMatch(/does not answer/u)
    expect(away.url()).toBe(visited.urlOf('/account'))
    await away.goto(visited.urlOf('/sign-in'))
    await away.fill('#sign-in-email', EMAIL)
    await away.fill('#sign-in-password', NEW_PASSWORD)
    await away.click('#sign-in button[type="submit"]:enabled')
    await away.waitForSelector('#sign-in > .error:not(:empty)')
    expect(await away.textContent('#sign-in > .error')).toMatch(/does not answer/u)
    expect(await lookProblems(away)).toEqual([])
    await away.close()
  })
})

describe('Nina forgot her password', () => {
  let link: string

  test('she asks for a mail on the page to which the sign-in page leads', async () => {
    await page.click('#sign-out')
    await isAt('/sign-in')
    await page.click('main a[href="/reset-password"]')
    await isAt('/reset-password')
    await fill('ask', { email: EMAIL })
    await send('ask')
    await shows('#ask .done:not(:empty)')
    expect(await lookProblems(page)).toEqual([])
    link = await linkTo(visited.outbox(), EMAIL, '/reset-password')
  })

  test('its link leads to a form for the new password, and the token is not in the history', async () => {
    const before = asked.length
    await page.goto(link)
    await shows('#choose')
    await isAt('/reset-password')
    const [, token = ''] = link.split('token=')
    expect(token).not.toBe('')
    expect(asked.slice(before).filter((url) => url.includes(token) && !url.includes('#'))).toEqual([])
    await fill('choose', { newPassword: LAST_PASSWORD })
    await send('choose')
    await shows('#choose .done:not(:empty)')
    expect(await lookProblems(page)).toEqual([])
  })

  test('the link works once', async () => {
    await page.goto('about:blank')
    await page.goto(link)
    await fill('choose', { newPassword: PASSWORD })
    await send('choose')
    await shows('#choose > .error:not(:empty)')
    expect(await page.textContent('#choose > .error')).toMatch(/used already/u)
  })

  test('she signs in with the new password', async () => {
    await page.click('main a[href="/sign-in"]')
    await fill('sign-in', { email: EMAIL, password: LAST_PASSWORD })
    await send('sign-in')
    await isAt('/account')
  })
})

describe('Nina leaves', () => {
  test('her account stays when she changes her mind, or does not know the password', async () => {
    await goto('/account')
    await page.click('button#delete-account')
    await shows('#deletion[open]')
    expect(await lookProblems(page)).toEqual([])
    await fill('delete', { password: 'a wrong password' })
    await send('delete')
    await shows('#delete .error:not(:empty)')
    expect(await page.innerText('#delete')).toContain('This is not your password.')
    await button('Keep my account').click()
    await page.waitForSelector('#deletion:not([open])', { state: 'attached' })
    await page.click('button#delete-account')
    expect(await page.inputValue('#delete-password')).toBe('')
  })

  test('her account is deleted, the page says until when copies stay, and she is signed out', async () => {
    await fill('delete', { password: LAST_PASSWORD })
    await send('delete')
    await shows('#deletion [role="status"]:not(:empty)')
    expect(await page.innerText('#deletion')).toMatch(/Your account is deleted.*\d{4}/u)
    expect(await lookProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await isAt('/')
    await goto('/account')
    await isAt('/sign-in?next=account')
    await fill('sign-in', { email: EMAIL, password: LAST_PASSWORD })
    await send('sign-in')
    await shows('#sign-in > .error:not(:empty)')
  })
})
