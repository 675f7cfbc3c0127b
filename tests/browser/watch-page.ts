import type { ConsoleMessage, Page, Request, Response } from 'playwright-core'

/** What went wrong on a page while it was watched. */
export interface PageWatch {
  readonly complaints: readonly string[]
  /** Ends the watch: what a browser interrupts when it leaves the page is no complaint. */
  stop(): void
}

/**
 * Watches a page for errors in its console, for requests that fail, and for requests to other origins than its own. With
 * `documentStatus` the page itself may have this status.
 */
export function watchPage(page: Page, origin: string, documentStatus = 200): PageWatch {
  const complaints: string[] = []
  const isOwnDocument = (request: Request) =>
    request.isNavigationRequest() && request.frame() === page.mainFrame()

  const onConsole = (message: ConsoleMessage) => {
    // Chromium writes a line for each answer with an error, also for that of the document.
    const isOfDocument = documentStatus !== 200 && message.location().url === page.url()
    if (message.type() === 'error' && !isOfDocument) complaints.push(`console: ${message.text()}`)
  }
  const onError = (error: Error) => complaints.push(`error: ${error.message}`)
  const onRequest = (request: Request) => {
    if (new URL(request.url()).origin !== origin) complaints.push(`other origin: ${request.url()}`)
  }
  const onFailed = (request: Request) =>
    complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`)
  const onResponse = (response: Response) => {
    const wanted = isOwnDocument(response.request()) ? documentStatus : 200
    if (response.status() !== wanted && response.status() >= 400)
      complaints.push(`status ${response.status()}: ${response.url()}`)
  }

  page.on('console', onConsole)
  page.on('pageerror', onError)
  page.on('request', onRequest)
  page.on('requestfailed', onFailed)
  page.on('response', onResponse)
  return {
    complaints,
    stop() {
      page.off('console', onConsole)
      page.off('pageerror', onError)
      page.off('request', onRequest)
      page.off('requestfailed', onFailed)
      page.off('response', onResponse)
    },
  }
}
