import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses, serverSentEvents } from '#lib/http/wire-schemas.ts'
import { liveStream } from '#lib/live/live-stream.ts'
import type { InboxOptions } from '../options.ts'
import { personOfCaller } from '../person-of-caller.ts'

/** `GET /inbox/live`. */
export const inboxLive = defineRoute({
  method: 'get',
  path: '/inbox/live',
  access: ['own'],
  tags: ['Inbox'],
  summary: "Changes in the caller's inbox, as server-sent events",
  description:
    'Each event holds `{items, removed, unread}`: changed items in their new state, the ids of removed ones, and the numbers of `GET /inbox/count`. `Last-Event-ID` continues after an event. Without it, the first event has no items: a list that is read after it misses nothing.',
  answers: { 200: serverSentEvents('Changes, up to 100 in an event'), ...problemResponses },
  handle:
    ({ liveInbox }: Pick<InboxOptions, 'liveInbox'>) =>
    (c) =>
      liveStream(liveInbox, personOfCaller(c.get('caller')), c.req.raw),
})
