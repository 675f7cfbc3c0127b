import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import { json, ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { ReadMark } from '#lib/store/inbox.ts'
import type { InboxOptions } from '../options.ts'
import { personOfCaller } from '../person-of-caller.ts'

const IDS_MAX = 200

const body = z
  .object({
    ids: z
      .array(ownId, { error: 'must be a list of ids' })
      .min(1, { error: 'must hold at least one id' })
      .max(IDS_MAX, { error: `must hold at most ${IDS_MAX} ids` })
      .optional(),
    through: z
      .int({ error: 'must be a whole number' })
      .min(0, { error: 'must be at least 0' })
      .optional()
      .openapi({ description: 'The highest "number" that the caller has seen: all items up to it are read' }),
  })
  .openapi('InboxRead')

/** `POST /inbox/read`. */
export const inboxRead = defineRoute({
  method: 'post',
  path: '/inbox/read',
  access: ['own'],
  tags: ['Inbox'],
  summary: "Marks items of the caller's inbox as read: some, or all that the caller has seen",
  request: { body: { required: true, ...json(body, 'Either "ids" or "through"') } },
  answers: { 204: { description: 'They are marked' }, ...problemResponses },
  handle:
    ({ inbox, liveInbox }: InboxOptions) =>
    async (c) => {
      await inbox.read(personOfCaller(c.get('caller')), markOf(c.req.valid('json')), Date.now())
      liveInbox.nudge()
      return c.body(null, 204)
    },
})

function markOf({ ids, through }: z.output<typeof body>): ReadMark {
  if (ids !== undefined && through === undefined) return { ids }
  if (through !== undefined && ids === undefined) return { through }
  throw badField(ids === undefined ? 'ids' : 'through', 'must be either "ids" or "through"')
}
