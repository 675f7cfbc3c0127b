import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { editPreferences } from '../change-preferences.ts'
import { isOneTarget, muteTargetFields, ONE_TARGET, withoutMute } from '../mute-wire.ts'
import type { NotificationsOptions } from '../options.ts'
import { preferencesSchema, showPreferences } from '../preferences-wire.ts'

const query = z
  .object({
    ...muteTargetFields,
    all: z
      .enum(['true'], { error: 'must be true' })
      .transform(() => true as const)
      .optional(),
  })
  .refine(isOneTarget, ONE_TARGET)

/** `DELETE /preferences/{user}/mutes`. */
export const mutesDelete = defineRoute({
  method: 'delete',
  path: '/preferences/{user}/mutes',
  access: ['own', 'admin'],
  summary: 'Ends the mute of a search or offer, a person, or all; also if there is none',
  request: { params: z.object({ user: personId }), query },
  answers: { 200: json(preferencesSchema, 'The preferences as they are kept now'), ...problemResponses },
  handle:
    ({ preferences }: Pick<NotificationsOptions, 'preferences'>) =>
    async (c) => {
      const { user } = c.req.valid('param')
      const target = c.req.valid('query')
      const change = (before: Parameters<typeof withoutMute>[0]) => withoutMute(before, target)
      return c.json(showPreferences(await editPreferences(c, preferences, { user, change })), 200)
    },
})
