import { defineRoute } from '#lib/http/define-route.ts'
import { notModified, jsonWithEtag } from '#lib/http/conditional.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { channelParams, channelSchema, showChannel } from '../channel-wire.ts'
import { findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `GET /store/channels/{id}`. */
export const channelGet = defineRoute({
  method: 'get',
  path: '/store/channels/{id}',
  access: ['own'],
  tags: ['Channels'],
  summary: "One of the caller's channels",
  request: { params: channelParams },
  answers: { 200: json(channelSchema, 'As the caller sees it'), 304: notModified, ...problemResponses },
  handle: (ports: Pick<ChannelPorts, 'channels'>) => async (c) => {
    const { channel, person } = await findChannel(ports, c.req.valid('param').id, c.get('caller'))
    return jsonWithEtag(c, showChannel(await ports.channels.show(channel, person), person))
  },
})
