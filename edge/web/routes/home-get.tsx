/** @jsxImportSource hono/jsx */
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { htmlPage } from '#lib/http/html-page.ts'
import { isLiveOpen } from '../is-live-open.ts'
import type { WebOptions } from '../options.ts'
import { LivePage } from '../pages/live-page.tsx'

/** `GET /`: what happens now. */
export const homeGet = definePlainRoute({
  path: '/',
  access: { everybody: 'the front page' },
  summary: 'What happens now',
  handle: (options: WebOptions) => (c) => {
    const isOpen = isLiveOpen(options, { headers: c.req.raw.headers, peerIp: c.env.peerIp })
    return htmlPage(<LivePage livePage={isOpen ? 'public' : 'operate'} />)
  },
})
