import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { checkIfMatch } from '#lib/http/if-match.ts'
import { mergePatch } from '#lib/http/merge-patch.ts'
import { json, mergePatchBody, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { findPreferences, writePreferences } from '../change-preferences.ts'
import type { NotificationsOptions } from '../options.ts'
import {
  preferencesPatchSchema,
  preferencesSchema,
  readPreferences,
  showPreferences,
} from '../preferences-wire.ts'

/** `PATCH /preferences/{user}`: a JSON Merge Patch. */
export const preferencesPatch = defineRoute({
  method: 'patch',
  path: '/preferences/{user}',
  access: ['own', 'admin'],
  summary: 'Changes preferences of a person; If-Match names the state that was read',
  description: 'A JSON Merge Patch (RFC 7396): null sets a field to its default',
  request: {
    params: z.object({ user: personId }),
    body: mergePatchBody(preferencesPatchSchema, 'The fields to change'),
  },
  answers: { 200: json(preferencesSchema, 'As they are kept now'), ...problemResponses },
  handle:
    ({ preferences }: Pick<NotificationsOptions, 'preferences'>) =>
    async (c) => {
      const { user } = c.req.valid('param')
      const before = await findPreferences(preferences, { user, caller: c.get('caller') })
      checkIfMatch(c.req.header('if-match'), before, true)
      // The body as it was sent: the schema has only checked it.
      const merged = mergePatch(showPreferences(before.preferences), await c.req.json())
      const patched = preferencesSchema.safeParse(merged)
      if (!patched.success) throw wrongField(patched.error)
      const after = readPreferences(patched.data)
      await writePreferences(c, preferences, { user, before, after })
      return c.json(showPreferences(after), 200, { etag: `"${before.version + 1}"` })
    },
})
