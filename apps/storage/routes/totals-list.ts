import { z } from '@hono/zod-openapi'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import {
  formatParameter,
  inFormats,
  pageLimit,
  pageSchema,
  personId,
  problemResponses,
} from '#lib/http/wire-schemas.ts'
import { SUBJECT_KINDS } from '#lib/subjects/choices.ts'
import type { StorageOptions } from '../options.ts'
import { totalsView } from '../pages/totals/totals-view.tsx'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

const query = z.object({
  cursor: personId.optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  format: formatParameter(['json', 'html']),
  // Last, so that a wrong parameter is named before this one when it is missing.
  kind: z.enum(SUBJECT_KINDS, { error: `must be one of ${SUBJECT_KINDS.join(', ')}` }),
})

const total = z.object({
  owner: z.string(),
  active: z.int().openapi({ description: 'Those that are switched on, also outside of their validity' }),
  all: z.int(),
})
const answer = z.object({ items: z.array(total), next: z.string().optional() })

/** `GET /store/totals`: how many searches or offers each owner has. */
export const totalsList = defineRoute({
  method: 'get',
  path: '/store/totals',
  access: ['operate', 'admin'],
  tags: ['Totals'],
  summary: 'How many searches or offers each owner has, in the order of the owners',
  request: { query },
  answers: {
    200: inFormats('A page; "next" is the cursor of the following one', { json: answer, html: pageSchema }),
    304: notModified,
    ...problemResponses,
  },
  handle:
    ({ subjects, assets }: Pick<StorageOptions, 'subjects' | 'assets'>) =>
    async (c) => {
      const { kind, cursor, limit, format } = c.req.valid('query')
      const { items, next } = await subjects.totals(kind, { cursor, limit })
      if (wantedFormat(c.req.raw.headers, ['html'], format) === 'json')
        return jsonWithEtag(c, { items: [...items], ...(next !== undefined && { next }) })
      const more = next && new URLSearchParams({ ...c.req.query(), cursor: next }).toString()
      return totalsView.respond(c.req.raw, assets, { kind, items, more })
    },
})
