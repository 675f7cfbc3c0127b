import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { NotificationsOptions } from '../options.ts'

const answer = z.object({
  key: z.string().optional().openapi({ description: 'For new subscriptions; absent when webpush is off' }),
  keys: z.array(z.string()).openapi({
    description:
      'All keys that are in use. A browser that subscribed with another one than `key` subscribes again',
  }),
})

/** `GET /vapid`. */
export const vapidGet = defineRoute({
  method: 'get',
  path: '/vapid',
  access: { everybody: 'a browser needs the public key to subscribe' },
  summary: 'The public keys with which browsers subscribe to Web Push',
  answers: { 200: json(answer, 'Points of P-256, 65 bytes in base64url'), ...problemResponses },
  handle:
    ({ pushers }: Pick<NotificationsOptions, 'pushers'>) =>
    (c) => {
      const keys = [...(pushers.get('webpush')?.publicKeys ?? [])]
      const [key] = keys
      return c.json({ ...(key !== undefined && { key }), keys }, 200)
    },
})
