import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { JSON_BODY_LIMITS } from '#lib/http/limit-json-body.ts'
import { notFound } from '#lib/http/problem.ts'
import { readJson } from '#lib/http/read-json.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import type { Reaction } from '#lib/store/deliveries.ts'
import type { NotificationsOptions } from '../options.ts'

const ID_LENGTH_MAX = 64
const EVENT_LENGTH_MAX = 100
const SECRET_LENGTH_MAX = 256

const id = z.string().max(ID_LENGTH_MAX)

/** An event of OneSignal; older versions of its SDK name the message `id`. */
const eventSchema = z.object({
  event: z.string({ error: 'must be text' }).max(EVENT_LENGTH_MAX),
  notificationId: id.optional(),
  id: id.optional(),
})

/** What events mean; others are ignored. */
const REACTIONS: ReadonlyMap<string, Reaction['kind']> = new Map([
  ['notification.clicked', 'opened'],
  ['notification.dismissed', 'dismissed'],
])

/** `POST /hooks/onesignal/{secret}`. */
export const oneSignalHookPost = defineRoute({
  method: 'post',
  path: '/hooks/onesignal/{secret}',
  access: { everybody: 'the secret in its address proves that OneSignal calls' },
  summary: 'OneSignal tells that somebody opened or closed a push',
  // The body is not declared, because OneSignal also sends it without the type of JSON.
  description: 'The body is an event of OneSignal in JSON, of any type: `{event, notificationId}`.',
  request: { params: z.object({ secret: z.string().max(SECRET_LENGTH_MAX) }) },
  answers: { 204: { description: 'Noted, or not known' }, ...problemResponses },
  handle:
    ({ deliveries, hookSecret }: Pick<NotificationsOptions, 'deliveries' | 'hookSecret'>) =>
    async (c) => {
      if (hookSecret === '' || !isEqual(c.req.valid('param').secret, hookSecret)) throw notFound('hook')
      const parsed = eventSchema.safeParse(await readJson(c.req.raw, JSON_BODY_LIMITS))
      if (!parsed.success) throw wrongField(parsed.error)
      const { event, notificationId, id: oldId } = parsed.data
      const kind = REACTIONS.get(event)
      const providerId = notificationId ?? oldId ?? ''
      if (kind !== undefined && providerId !== '') {
        await deliveries.react({ channel: 'onesignal', providerId, kind, atMs: Date.now() })
      }
      return c.body(null, 204)
    },
})

/** Compares in a time that says nothing about the secret. */
function isEqual(given: string, secret: string): boolean {
  const [one, other] = [given, secret].map((text) => createHash('sha256').update(text).digest())
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}
