import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { findPreferences, writePreferences } from '../change-preferences.ts'
import type { NotificationsOptions } from '../options.ts'
import { preferencesSchema, readPreferences, showPreferences } from '../preferences-wire.ts'

/** `PUT /preferences/{user}`. */
export const preferencesPut = defineRoute({
  method: 'put',
  path: '/preferences/{user}',
  access: ['own', 'admin'],
  summary: 'Replaces the preferences of a person; If-Match names the state that was read',
  request: {
    params: z.object({ user: personId }),
    body: { required: true, ...json(preferencesSchema, 'All preferences; what is left out is the default') },
  },
  answers: { 200: json(preferencesSchema, 'As they are kept now'), ...problemResponses },
  handle:
    ({ preferences }: Pick<NotificationsOptions, 'preferences'>) =>
    async (c) => {
      const { user } = c.req.valid('param')
      const before = await findPreferences(preferences, { user, caller: c.get('caller') })
      checkIfMatch(c.req.header('if-match'), before, true)
      const after = readPreferences(c.req.valid('json'))
      await writePreferences(c, preferences, { user, before, after })
      return c.json(showPreferences(after), 200, { etag: `"${before.version + 1}"` })
    },
})
