import { z } from '@hono/zod-openapi'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findPreferences } from '../change-preferences.ts'
import type { NotificationsOptions } from '../options.ts'
import { preferencesSchema, showPreferences } from '../preferences-wire.ts'

/** `GET /preferences/{user}`. */
export const preferencesGet = defineRoute({
  method: 'get',
  path: '/preferences/{user}',
  access: ['own', 'service', 'admin'],
  summary: 'How a person wants to be rung',
  request: { params: z.object({ user: personId }) },
  answers: {
    200: json(preferencesSchema, 'The default ones if the person set none'),
    304: notModified,
    ...problemResponses,
  },
  handle:
    ({ preferences }: Pick<NotificationsOptions, 'preferences'>) =>
    async (c) => {
      const { user } = c.req.valid('param')
      const stored = await findPreferences(preferences, { user, caller: c.get('caller') })
      return jsonWithEtag(c, showPreferences(stored.preferences), { etagOf: () => `"${stored.version}"` })
    },
})
