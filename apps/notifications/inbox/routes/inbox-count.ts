import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { showUnread, unreadSchema } from '../inbox-wire.ts'
import type { InboxOptions } from '../options.ts'
import { personOfCaller } from '../person-of-caller.ts'

/** `GET /inbox/count`. */
export const inboxCount = defineRoute({
  method: 'get',
  path: '/inbox/count',
  access: ['own'],
  tags: ['Inbox'],
  summary: "How many items of the caller's inbox are unread, by kind, for a badge",
  answers: {
    200: json(unreadSchema, 'Unread items; several messages of one channel are one item'),
    ...problemResponses,
  },
  handle:
    ({ inbox }: Pick<InboxOptions, 'inbox'>) =>
    async (c) =>
      c.json(showUnread(await inbox.unread(personOfCaller(c.get('caller')))), 200),
})
