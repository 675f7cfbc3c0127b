import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import {
  inFormats,
  pageLimit,
  personId,
  pageSchema,
  problemResponses,
  VARY_ACCEPT,
} from '#lib/http/wire-schemas.ts'
import { actsSchema } from '#lib/service-client/acts.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { showAct } from '../audit/show-act.ts'
import type { AccountsOptions } from '../options.ts'
import { auditView } from '../pages/audit/audit-view.tsx'

const LIMIT_MAX = 1_000
const LIMIT_DEFAULT = 100

const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a time such as 2026-11-25 or 2026-11-25T12:00:00Z',
})

const query = z.object({
  since: time.optional(),
  person: personId.optional(),
  station: z.enum(STATION_NAMES, { error: `must be one of ${STATION_NAMES.join(', ')}` }).optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  cursor: z.uuidv7({ error: 'must be a "next" from an answer of this route' }).optional(),
})

/** `GET /accounts/audit`. */
export const auditGet = defineRoute({
  method: 'get',
  path: '/accounts/audit',
  access: ['operate', 'admin'],
  summary: 'The changes by operators and the admin at all stations, newest first; a page for browsers',
  request: { query },
  answers: {
    200: inFormats('A page; "next" is the cursor of the following one', {
      json: actsSchema,
      html: pageSchema,
    }),
    ...problemResponses,
  },
  handle:
    ({ audit, assets }: Pick<AccountsOptions, 'audit' | 'assets'>) =>
    async (c) => {
      const { since, cursor, limit, ...filter } = c.req.valid('query')
      const acts = await audit.list({
        ...filter,
        limit,
        before: cursor,
        since: since === undefined ? undefined : Date.parse(since),
      })
      const next = acts.length === limit ? acts.at(-1)?.id : undefined
      const items = acts.map(showAct)
      if (wantedFormat(c.req.raw.headers, ['html']) !== 'html')
        return c.json({ items, ...(next !== undefined && { next }) }, 200, VARY_ACCEPT)
      const older = next && olderThan(next, c.req.query())
      return auditView.respond(c.req.raw, assets, { acts: items, older })
    },
})

/** The link to the page with older acts, with the same filters. */
function olderThan(cursor: string, chosen: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams({ ...chosen, cursor }).toString()}`
}
