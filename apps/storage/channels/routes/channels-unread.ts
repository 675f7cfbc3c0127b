import type { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import {
  unreadAnswerSchema,
  unreadQuestionSchema,
  type unreadChannelSchema,
} from '#lib/service-client/unread-channels.ts'
import type { UnreadOfBoth } from '#lib/store/channels.ts'
import type { ChannelPorts } from '../options.ts'

/** `POST /store/channels/unread`: a POST, because the list of channels can be long. */
export const channelsUnread = defineRoute({
  method: 'post',
  path: '/store/channels/unread',
  access: ['service'],
  tags: ['Channels'],
  summary: 'What the people of channels have not read; for notifications',
  request: { body: { required: true, ...json(unreadQuestionSchema, 'The channels') } },
  answers: { 200: json(unreadAnswerSchema, 'Those of them that exist'), ...problemResponses },
  handle:
    ({ channels }: Pick<ChannelPorts, 'channels'>) =>
    async (c) => {
      const found = await channels.unreadIn([...new Set(c.req.valid('json').channels)])
      return c.json({ items: found.map(showUnread) }, 200)
    },
})

function showUnread({ channel, unread }: UnreadOfBoth): z.output<typeof unreadChannelSchema> {
  const { id, match, people, said, readTo, closed } = channel
  const sides = [0, 1] as const
  return {
    channel: id,
    match,
    isOpen: closed === undefined,
    people: sides
      .filter((side) => people[side] !== '')
      .map((side) => {
        const otherSide = side === 0 ? 1 : 0
        const other = people[otherSide]
        return {
          person: people[side],
          ...(other !== '' && { other }),
          unread: unread[side],
          received: said[otherSide],
          readTo: readTo[side],
        }
      }),
  }
}
