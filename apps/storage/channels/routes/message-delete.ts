import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import { changeMessage } from '../change-message.ts'
import { messageParams } from '../channel-wire.ts'
import { findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `DELETE /store/channels/{id}/messages/{message}`. */
export const messageDelete = defineRoute({
  method: 'delete',
  path: '/store/channels/{id}/messages/{message}',
  access: ['own'],
  tags: ['Channels'],
  summary:
    "Deletes the text and the picture of a message of the caller's own within 15 minutes, also in a closed channel",
  request: { params: messageParams },
  answers: { 204: { description: 'Both people see that there was a message' }, ...problemResponses },
  handle: (ports: Pick<ChannelPorts, 'channels' | 'channelCourier' | 'live'>) => async (c) => {
    const { id, message } = c.req.valid('param')
    const own = await findChannel(ports, id, c.get('caller'))
    await changeMessage(ports, own, { message, to: 'deleted', ifMatch: c.req.header('if-match') })
    return c.body(null, 204)
  },
})
