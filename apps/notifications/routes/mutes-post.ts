import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { editPreferences } from '../change-preferences.ts'
import { isOneTarget, muteTargetFields, ONE_TARGET, withMute } from '../mute-wire.ts'
import type { NotificationsOptions } from '../options.ts'
import { preferencesSchema, showPreferences } from '../preferences-wire.ts'

const MINUTE_MS = 60_000
const MINUTES_MAX = 366 * 24 * 60

const body = z
  .object({
    ...muteTargetFields,
    all: z.literal(true, { error: 'must be true' }).optional(),
    minutes: z
      .int({ error: 'must be a whole number' })
      .min(1, { error: 'must be at least 1' })
      .max(MINUTES_MAX, { error: `must be at most ${MINUTES_MAX}` })
      .optional()
      .openapi({ description: 'Absent: a search until the mute is removed, all for an hour' }),
  })
  .refine(isOneTarget, ONE_TARGET)
  .refine(({ person, minutes }) => person === undefined || minutes === undefined, {
    error: 'must be left out for a person',
    path: ['minutes'],
  })

/** `POST /preferences/{user}/mutes`. */
export const mutesPost = defineRoute({
  method: 'post',
  path: '/preferences/{user}/mutes',
  access: ['own', 'admin'],
  summary: 'Mutes a search or offer, a person, or all',
  request: {
    params: z.object({ user: personId }),
    body: { required: true, ...json(body, 'What to mute, and for how long') },
  },
  answers: { 200: json(preferencesSchema, 'The preferences as they are kept now'), ...problemResponses },
  handle:
    ({ preferences }: Pick<NotificationsOptions, 'preferences'>) =>
    async (c) => {
      const { user } = c.req.valid('param')
      const { minutes: asked, ...target } = c.req.valid('json')
      const minutes = asked ?? (target.all === true ? 60 : undefined)
      const untilMs = minutes === undefined ? undefined : Date.now() + minutes * MINUTE_MS
      const change = (before: Parameters<typeof withMute>[0]) => withMute(before, target, untilMs)
      return c.json(showPreferences(await editPreferences(c, preferences, { user, change })), 200)
    },
})
