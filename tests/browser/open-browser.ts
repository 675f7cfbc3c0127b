import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, inject, onTestFinished } from 'vitest'

const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const LAUNCH_MS = 60_000

/** Opens a page in a browser that has seen nothing yet; what its scripts complain about goes into `complaints`. */
export type OpenPage = (url: string) => Promise<{ page: Page; complaints: readonly string[] }>

/**
 * A browser for the tests of a file, with a profile of its own for each page. Without a browser on this machine all of them
 * are skipped.
 */
export function openBrowser(): OpenPage {
  const executablePath = inject('chromium')
  let browser: Browser | undefined

  beforeAll(async () => {
    if (executablePath === undefined) return
    browser = await chromium.launch({ executablePath, args: ARGUMENTS, timeout: LAUNCH_MS })
  }, LAUNCH_MS)
  beforeEach(({ skip }) => skip(executablePath === undefined, 'no browser could be had'))
  afterAll(() => browser?.close())

  return async function openPage(url) {
    if (browser === undefined) throw new Error('Cannot open a page: there is no browser')
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(url)
    return { page, complaints }
  }
}
