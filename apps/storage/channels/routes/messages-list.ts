import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notModified, jsonWithEtag } from '#lib/http/conditional.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import { channelParams, messageSchema, showMessage } from '../channel-wire.ts'
import { findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

const query = z.object({
  before: z.coerce
    .number({ error: 'must be a whole number' })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .optional()
    .openapi({ description: 'Only messages with a lower "seq"' }),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

/** `GET /store/channels/{id}/messages`: newest first. */
export const messagesList = defineRoute({
  method: 'get',
  path: '/store/channels/{id}/messages',
  access: ['own'],
  tags: ['Channels'],
  summary: "Messages of one of the caller's channels, newest first",
  request: { params: channelParams, query },
  answers: {
    200: json(z.object({ items: z.array(messageSchema) }), 'A page'),
    304: notModified,
    ...problemResponses,
  },
  handle: (ports: Pick<ChannelPorts, 'channels'>) => async (c) => {
    const { channel } = await findChannel(ports, c.req.valid('param').id, c.get('caller'))
    const { before, limit } = c.req.valid('query')
    const found = await ports.channels.messages(channel.id, limit, before)
    return jsonWithEtag(c, { items: found.map(showMessage) })
  },
})
