import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import {
  deviceId,
  inFormats,
  pageLimit,
  pageSchema,
  problemResponses,
  VARY_ACCEPT,
} from '#lib/http/wire-schemas.ts'
import { listMappings } from '../list-mappings.ts'
import { mappingFilters, readFilters } from '../mapping-filters.ts'
import type { NotificationsOptions } from '../options.ts'
import { isOperator, mappingSchema, showMapping } from '../mapping-wire.ts'
import { mappingsView } from '../pages/mappings/mappings-view.tsx'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

/** `GET /mappings`. */
export const mappingsGet = defineRoute({
  method: 'get',
  path: '/mappings',
  access: ['own', 'service', 'operate', 'admin'],
  summary: "The caller's mappings; services and operators see all, ordered by device",
  request: {
    query: z.object({
      ...mappingFilters,
      cursor: deviceId.optional(),
      limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
    }),
  },
  answers: {
    200: inFormats('A page; for operators also in HTML', {
      json: z.object({ items: z.array(mappingSchema), next: z.string().optional() }),
      html: pageSchema,
    }),
    ...problemResponses,
  },
  handle:
    ({ mappings, channels, assets }: Pick<NotificationsOptions, 'mappings' | 'channels' | 'assets'>) =>
    async (c) => {
      const caller = c.get('caller')
      const asked = c.req.valid('query')
      const { cursor, limit, ...filters } = asked
      const query = { ...readFilters(filters), cursor, limit }
      const { page, next } = await listMappings(mappings, query, caller)
      const items = page.map(showMapping)
      if (isOperator(caller) && wantedFormat(c.req.raw.headers, ['html']) === 'html') {
        return mappingsView.respond(c.req.raw, assets, { asked, items, next, channels: [...channels.keys()] })
      }
      return c.json({ items, ...(next !== undefined && { next }) }, 200, VARY_ACCEPT)
    },
})
