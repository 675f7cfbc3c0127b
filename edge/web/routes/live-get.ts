import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { isLiveOpen } from '../is-live-open.ts'
import type { WebOptions } from '../options.ts'

/** `GET /live`: the data of the live page, from apps/kafidx; for operators, and for the callers that LIVE_PAGE names. */
export const liveGet = definePlainRoute({
  path: '/live',
  access: { everybody: 'the handler checks the caller against LIVE_PAGE' },
  summary: 'The data of the live page, as server-sent events',
  handle: (options: WebOptions) => async (c) => {
    const { kafidx } = options
    const { role } = c.get('caller')
    const isOpen = isLiveOpen(options, { headers: c.req.raw.headers, peerIp: c.env.peerIp })
    if (!isOpen && role !== 'operate' && role !== 'admin') {
      // Without a challenge: with one, browsers would ask every visitor of the front page for the password of the admin.
      const [status, code] = role === 'public' ? [401, 'unauthorized'] : [403, 'forbidden']
      throw new ProblemError({ status, code, detail: 'The live page is for operators here' })
    }
    const response = await kafidx.call('/kafidx/live', { signal: c.req.raw.signal })
    if (!response.ok)
      throw new UnavailableError(`Cannot show the live page: kafidx answered ${response.status}`)
    const headers = {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    }
    return new Response(response.body, { headers })
  },
})
