import { defineRoute } from '#lib/http/define-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { notModified, jsonWithEtag } from '#lib/http/conditional.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { messageParams, messageSchema, messageTag, showMessage } from '../channel-wire.ts'
import { findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `GET /store/channels/{id}/messages/{message}`. */
export const messageGet = defineRoute({
  method: 'get',
  path: '/store/channels/{id}/messages/{message}',
  access: ['own'],
  tags: ['Channels'],
  summary: "One message of one of the caller's channels",
  request: { params: messageParams },
  answers: { 200: json(messageSchema, 'The message'), 304: notModified, ...problemResponses },
  handle: (ports: Pick<ChannelPorts, 'channels'>) => async (c) => {
    const { id, message } = c.req.valid('param')
    const { channel } = await findChannel(ports, id, c.get('caller'))
    const found = await ports.channels.message(channel.id, message)
    if (found === undefined) throw notFound('message')
    return jsonWithEtag(c, showMessage(found), { etagOf: () => messageTag(found) })
  },
})
