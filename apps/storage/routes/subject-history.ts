import { z } from '@hono/zod-openapi'
import type { Caller } from '#lib/auth/caller.ts'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { AUTHOR_ROLES, HISTORY_ACTIONS, HISTORY_MAX, type HistoryEntry } from '#lib/store/subjects.ts'
import type { StorageOptions } from '../options.ts'
import { findReadable } from '../find-readable.ts'
import { subjectParams, type SubjectPath } from '../subject-path.ts'

const entrySchema = z.object({
  at: z.string(),
  by: z.object({
    role: z.enum(AUTHOR_ROLES),
    name: z.string().optional().openapi({ description: 'Owners are not told the names of operators' }),
  }),
  action: z.enum(HISTORY_ACTIONS),
  fields: z.array(z.string()).openapi({ description: 'The names of the fields that changed' }),
})

const answer = z.object({ items: z.array(entrySchema) })

type Entry = z.output<typeof entrySchema>

/** `GET /store/{offers|searches}/{id}/history`: who changed it, when, and which fields. */
export function subjectHistory({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'get',
    path: `${path}/{id}/history`,
    access: ['own', 'operate', 'admin'],
    tags: [tag],
    summary: `The last ${HISTORY_MAX} changes of a ${kind}, newest first`,
    description: 'Fields have names only, no values. Where a phone moved is no change',
    request: { params: subjectParams },
    answers: {
      200: json(answer, 'All that is kept'),
      304: notModified,
      ...problemResponses,
    },
    handle:
      ({ subjects }: Pick<StorageOptions, 'subjects'>) =>
      async (c) => {
        const caller = c.get('caller')
        const { id } = await findReadable(subjects, { kind, id: c.req.valid('param').id, caller })
        const entries = await subjects.history(id)
        return jsonWithEtag(c, { items: entries.map((entry) => showEntry(entry, caller)) })
      },
  })
}

function showEntry({ at, by, action, fields }: HistoryEntry, caller: Caller): Entry {
  const isNameless = caller.role === 'person' && (by.role === 'operate' || by.role === 'admin')
  return {
    at: new Date(at).toISOString(),
    by: { role: by.role, ...(!isNameless && { name: by.name }) },
    action,
    fields: [...fields],
  }
}
