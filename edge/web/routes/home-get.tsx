/** @jsxImportSource hono/jsx */
import type { App } from '#lib/http/create-app.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import type { WebOptions } from '../options.ts'
import { LivePage } from '../pages/live-page.tsx'

/** `GET /`: what happens now. */
export function getHome(app: App, { livePage }: WebOptions): void {
  app.get('/', () => htmlPage(<LivePage livePage={livePage} />))
}
