import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { GATE_STATES } from '../channel-gate.ts'
import type { NotificationsOptions } from '../options.ts'

const channelSchema = z
  .object({
    channel: z.string(),
    state: z.enum([...GATE_STATES, 'off']).openapi({
      description:
        'held: the provider refuses our account; slowed: it asks us to wait; off: not in PUSH_CHANNELS',
    }),
    since: z.string().optional(),
    reason: z.string().optional(),
    next_try: z.string().optional(),
    waiting: z.int().openapi({ description: 'Pending deliveries' }),
  })
  .openapi('Channel')

/** `GET /notifications/channels`. */
export const channelsGet = defineRoute({
  method: 'get',
  path: '/notifications/channels',
  access: ['operate', 'admin'],
  summary: 'The states of the push channels, as this process sees them, and their pending deliveries',
  answers: { 200: json(z.object({ items: z.array(channelSchema) }), 'All channels'), ...problemResponses },
  handle:
    ({ channels, deliveries }: Pick<NotificationsOptions, 'channels' | 'deliveries'>) =>
    async (c) => {
      const waiting = await deliveries.waiting()
      const [now, clock] = [Date.now(), performance.now()]
      const on = [...channels].map(([channel, gate]) => {
        const { state, reason, forMs, nextTryInMs } = gate.status(clock)
        return {
          channel,
          state,
          ...(state !== 'open' && { since: isoOf(now - forMs), reason, next_try: isoOf(now + nextTryInMs) }),
          waiting: waiting.get(channel) ?? 0,
        }
      })
      const off = [...waiting]
        .filter(([channel]) => !channels.has(channel))
        .map(([channel, count]) => ({ channel, state: 'off' as const, waiting: count }))
      return c.json({ items: [...on, ...off] }, 200)
    },
})

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
