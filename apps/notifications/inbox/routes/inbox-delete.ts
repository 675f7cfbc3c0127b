import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { ownId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { InboxOptions } from '../options.ts'
import { personOfCaller } from '../person-of-caller.ts'

/** `DELETE /inbox/{id}`. */
export const inboxDelete = defineRoute({
  method: 'delete',
  path: '/inbox/{id}',
  access: ['own'],
  tags: ['Inbox'],
  summary: "Removes an item from the caller's inbox",
  request: { params: z.object({ id: ownId }) },
  answers: { 204: { description: 'Removed' }, ...problemResponses },
  handle:
    ({ inbox, liveInbox }: InboxOptions) =>
    async (c) => {
      const person = personOfCaller(c.get('caller'))
      if (!(await inbox.remove(person, c.req.valid('param').id, Date.now()))) throw notFound('item')
      liveInbox.nudge()
      return c.body(null, 204)
    },
})
