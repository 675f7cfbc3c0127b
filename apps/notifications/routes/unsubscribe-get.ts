import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { unsubscribeView } from '../pages/unsubscribe/unsubscribe-view.tsx'
import type { UnsubscribePorts } from '../unsubscribe-ports.ts'

/** `GET /unsubscribe/{token}`: changes nothing. */
export const unsubscribeGet = definePlainRoute({
  path: '/unsubscribe/{token}',
  access: { everybody: 'the token in the link is the proof; the page only asks' },
  summary: 'The page of a link in a notification, with one button',
  handle:
    ({ mailLinks, assets }: Pick<UnsubscribePorts, 'mailLinks' | 'assets'>) =>
    async (c) => {
      const claims = await mailLinks.open(c.req.param('token') ?? '', Date.now())
      const status = claims === undefined ? 404 : 200
      return unsubscribeView.respond(c.req.raw, assets, { claims, isDone: false }, { status })
    },
})
