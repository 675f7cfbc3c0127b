import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { deviceId, json, problemResponses } from '#lib/http/wire-schemas.ts'
import { pusherNamed } from '#lib/pusher/all-pushers.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import { LOCALES } from '#lib/store/mappings.ts'
import { isTimeZone } from '#lib/time/is-time-zone.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, showMapping } from '../mapping-wire.ts'

const SUBSCRIPTION_LENGTH_MAX = 256
const NO_CHANNEL = 'none'

const body = z.object({
  device_id: deviceId,
  channel: z.string({ error: 'must be text' }),
  subscription_id: z
    .string({ error: 'must be text' })
    .max(SUBSCRIPTION_LENGTH_MAX, { error: `must be at most ${SUBSCRIPTION_LENGTH_MAX} characters` })
    .default(''),
  locale: z.enum(LOCALES, { error: `must be one of ${LOCALES.join(', ')}` }).default('en'),
  tz: z
    .string({ error: 'must be text' })
    .refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin' })
    .default('UTC'),
})

/** `POST /register`; the person is taken from the token, never from the body. */
export const registerPost = defineRoute({
  method: 'post',
  path: '/register',
  access: ['own'],
  summary: 'Connects a device of the caller to a push subscription',
  request: { body: { required: true, ...json(body, 'The device and its push subscription') } },
  answers: {
    200: json(mappingSchema, 'Updated'),
    201: json(mappingSchema, 'Created'),
    ...problemResponses,
  },
  handle:
    ({
      mappings,
      deliveries,
      accounts,
      channels,
    }: Pick<NotificationsOptions, 'mappings' | 'deliveries' | 'accounts' | 'channels'>) =>
    async (c) => {
      const {
        device_id: device,
        channel,
        subscription_id: subscription,
        locale,
        tz: timeZone,
      } = c.req.valid('json')
      const person = personOf(c.get('caller')) ?? ''
      if (channel !== NO_CHANNEL && !channels.has(channel)) {
        const known = [...channels.keys(), NO_CHANNEL].join(', ')
        throw badField('channel', `must be one of ${known}`)
      }
      checkSubscription(channel, subscription)
      if ((await askDeviceOwner(accounts, device)) !== person) {
        const detail = '"device_id" must be a device that you registered: POST /accounts/devices'
        throw new ProblemError({ status: 403, code: 'not_your_device', field: 'device_id', detail })
      }
      const now = Date.now()
      const mapping = {
        device,
        person,
        channel,
        subscription,
        locale,
        timeZone,
        state: 'active',
        created: now,
        modified: now,
      } as const
      const outcome = await mappings.register(mapping)
      if (outcome === 'conflict') {
        const detail = 'Another device already has this subscription: remove it there first'
        throw new ProblemError({ status: 409, code: 'subscription_taken', field: 'subscription_id', detail })
      }
      // Pending deliveries of the old channel go to the new one.
      if (channel !== NO_CHANNEL) await deliveries.route([device], channel)
      return c.json(showMapping((await mappings.find(device)) ?? mapping), outcome === 'created' ? 201 : 200)
    },
})

function checkSubscription(channel: string, subscription: string): void {
  if (channel === NO_CHANNEL) {
    if (subscription !== '') throw badField('subscription_id', 'must be left out when "channel" is none')
  } else if (isBlank(subscription)) {
    throw badField('subscription_id', 'is required, and must have a visible character')
  } else {
    const parsed = pusherNamed(channel)?.subscription.safeParse(subscription)
    if (parsed?.success === false)
      throw badField('subscription_id', parsed.error.issues[0]?.message ?? 'is not valid')
  }
}
