import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'
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

/** The browser of a test file. */
export interface TestBrowser {
  /**
   * Opens a page in a profile that has seen nothing yet; the profile is closed after the test. What the scripts of the page
   * complain about goes into `complaints`.
   */
  readonly openPage: (url: string) => Promise<{ page: Page; complaints: readonly string[] }>
  /** Opens a new profile; it stays open until it is closed, or until the end of the file. */
  readonly newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>
}

/** A browser for the tests of a file. Without a browser on this machine all of them are skipped. */
export function openBrowser(): TestBrowser {
  const executablePath = inject('chromium')
  let browser: Browser | undefined

  beforeAll(async () => {
    if (executablePath === undefined) return
    browser = await chromium.launch({ executablePath, args: ARGUMENTS, timeout: LAUNCH_MS })
  }, LAUNCH_MS)
  beforeEach(({ skip }) => skip(executablePath === undefined, 'no browser could be had'))
  afterAll(() => browser?.close())

  async function newContext(options?: BrowserContextOptions): Promise<BrowserContext> {
    if (browser === undefined) throw new Error('Cannot open a page: there is no browser')
    return browser.newContext(options)
  }

  return {
    newContext,
    async openPage(url) {
      const context = await newContext()
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(url)
      return { page, complaints }
    },
  }
}
