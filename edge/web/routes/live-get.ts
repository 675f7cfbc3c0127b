import { unauthorized } from '#lib/auth/identify.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { App } from '#lib/http/create-app.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { WebOptions } from '../options.ts'

/** `GET /live`: what happens now, from apps/kafidx; for operators, or for everybody where LIVE_PAGE says so. */
export function getLive(app: App, { kafidx, livePage }: WebOptions): void {
  app.get('/live', async (c) => {
    const { role } = c.get('caller')
    if (livePage !== 'public' && role !== 'operate' && role !== 'admin') {
      if (role === 'public') throw unauthorized('The live page is for operators here')
      throw new ProblemError({
        status: 403,
        code: 'forbidden',
        detail: 'The live page is for operators here',
      })
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
  })
}
