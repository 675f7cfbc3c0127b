import { z } from '@hono/zod-openapi'
import type { MatchNotice } from '#lib/events/match-notice.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import { DELIVERY_STATES, type Delivery } from '#lib/store/deliveries.ts'
import { devicePortsOf, devicesToRing } from '../devices-to-ring.ts'
import { draftsOf } from '../drafts-of.ts'
import type { NotificationsOptions } from '../options.ts'

const RETRIED = ['gone', 'rate_limited', 'muted', 'refused', 'expired'] as const

const body = z.object({ match: ownId }).openapi('NotifyMatch')

const answer = z
  .object({
    decisions: z.array(
      z.object({
        delivery: z.string(),
        user: z.string(),
        device_id: z.string(),
        decision: z.enum(['anew', 'added', 'as_it_is']).openapi({
          description:
            'anew: it is decided again now, by the same rules; added: this device did not know the match, and is told now; as_it_is: nothing changes',
        }),
        state: z.enum(DELIVERY_STATES),
        before: z.string().optional().openapi({ description: 'The reason of its state before; in English' }),
      }),
    ),
  })
  .openapi('NotifyDecisions')

/** `POST /notify`. */
export const notifyPost = defineRoute({
  method: 'post',
  path: '/notify',
  access: ['admin'],
  summary: 'Decides anew whether a match rings, for each side and device',
  description:
    'Deliveries that did not ring become pending again, and devices that were registered since get one. The rules are the same: a mute or a ring window still holds. `GET /deliveries/{id}/why` shows what became of each.',
  request: { body: { required: true, ...json(body, 'The match') } },
  answers: { 202: json(answer, 'They are decided now'), ...problemResponses },
  handle: (options: NotificationsOptions) => async (c) => {
    const { deliveries, onAdded } = options
    const { match } = c.req.valid('json')
    const known = await deliveries.ofMatch(match)
    const notice = noticeIn(known)
    if (notice === undefined) throw notFound('match')
    const people = [...new Set(notice.sides.map(({ person }) => person))]
    const devices = await devicesToRing(people, devicePortsOf(options))
    await deliveries.add(draftsOf(notice, devices, Date.now()))
    const again = await deliveries.retry(
      known.map(({ id }) => id),
      RETRIED,
    )
    onAdded()
    const before = new Map(known.map((delivery) => [delivery.id, delivery]))
    const decisions = (await deliveries.ofMatch(match)).map((delivery) => ({
      delivery: delivery.id,
      user: delivery.person,
      device_id: delivery.device,
      decision: again.has(delivery.id)
        ? ('anew' as const)
        : before.has(delivery.id)
          ? ('as_it_is' as const)
          : ('added' as const),
      state: delivery.state,
      ...reasonOf(before.get(delivery.id)),
    }))
    return c.json({ decisions }, 202)
  },
})

/** The notice of the match that deliveries tell. */
function noticeIn(deliveries: readonly Delivery[]): MatchNotice | undefined {
  return deliveries.flatMap(({ content }) => (content.kind === 'match' ? [content.notice] : []))[0]
}

function reasonOf(delivery: Delivery | undefined) {
  return delivery?.reason === undefined ? {} : { before: delivery.reason }
}
