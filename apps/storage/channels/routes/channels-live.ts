import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses, serverSentEvents } from '#lib/http/wire-schemas.ts'
import { liveStream } from '#lib/live/live-stream.ts'
import { signedIn } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `GET /store/channels/live`. */
export const channelsLive = defineRoute({
  method: 'get',
  path: '/store/channels/live',
  access: ['own'],
  tags: ['Channels'],
  summary: "Changes in the caller's channels, as server-sent events",
  description:
    'Each event holds `{channels, messages}` in their new state: new, edited and deleted messages, read marks, opened and closed channels. `Last-Event-ID` continues after an event. Without it, the first event is empty: lists that are read after it miss nothing.',
  answers: {
    200: serverSentEvents('Changes, up to 100 in an event'),
    ...problemResponses,
  },
  handle:
    ({ live }: Pick<ChannelPorts, 'live'>) =>
    (c) =>
      liveStream(live, signedIn(c.get('caller')), c.req.raw),
})
