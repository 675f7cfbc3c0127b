import { defineRoute } from '#lib/http/define-route.ts'
import { eventStream, lastEventId } from '#lib/http/event-stream.ts'
import { problemResponses, serverSentEvents } from '#lib/http/wire-schemas.ts'
import { signedIn } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

const FRAME_MS = 100

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
    (c) => {
      const follower = live.follow(signedIn(c.get('caller')), positionOf(lastEventId(c.req.raw.headers)))
      return eventStream({
        signal: c.req.raw.signal,
        everyMs: FRAME_MS,
        next: () => follower.next(),
        onEnd: () => follower.end(),
      })
    },
})

/** The position that a client names; undefined for what we never sent. */
function positionOf(id: string | undefined): number | undefined {
  return id !== undefined && /^\d{1,15}$/u.test(id) ? Number(id) : undefined
}
