/** @jsxImportSource hono/jsx */
import type { App } from '#lib/http/create-app.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { isLiveOpen } from '../is-live-open.ts'
import type { WebOptions } from '../options.ts'
import { LivePage } from '../pages/live-page.tsx'

/** `GET /`: what happens now. */
export function getHome(app: App, options: WebOptions): void {
  app.get('/', (c) => {
    const isOpen = isLiveOpen(options, { headers: c.req.raw.headers, peerIp: c.env.peerIp })
    return htmlPage(<LivePage livePage={isOpen ? 'public' : 'operate'} />)
  })
}
