import { z } from '@hono/zod-openapi'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import type { InboxPlace } from '#lib/store/inbox.ts'
import { inboxItemSchema, showItem } from '../inbox-wire.ts'
import type { InboxOptions } from '../options.ts'
import { personOfCaller } from '../person-of-caller.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

const query = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}_[A-Za-z0-9._-]{1,64}$/u, { error: 'must be the "next" of a page' })
    .optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  unread: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
})

const answer = z.object({ items: z.array(inboxItemSchema), next: z.string().optional() })

/** `GET /inbox`: what happened last comes first. */
export const inboxList = defineRoute({
  method: 'get',
  path: '/inbox',
  access: ['own'],
  tags: ['Inbox'],
  summary:
    'What happened for the caller: matches, messages, notes of the operator, lost devices; the newest first',
  request: { query },
  answers: {
    200: json(answer, 'A page; "next" is the cursor of the following one'),
    304: notModified,
    ...problemResponses,
  },
  handle:
    ({ inbox }: Pick<InboxOptions, 'inbox'>) =>
    async (c) => {
      const { cursor, limit, unread } = c.req.valid('query')
      // Read one more than the limit, to know whether there is a next page.
      const found = await inbox.list({
        person: personOfCaller(c.get('caller')),
        isUnread: unread === 'true',
        limit: limit + 1,
        last: cursor === undefined ? undefined : readCursor(cursor),
      })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      const items = page.map(showItem)
      return jsonWithEtag(c, { items, ...(last !== undefined && { next: `${last.at}_${last.id}` }) })
    },
})

function readCursor(cursor: string): InboxPlace {
  const at = cursor.indexOf('_')
  return { at: Number(cursor.slice(0, at)), id: cursor.slice(at + 1) }
}
