import { defineRoute } from '#lib/http/define-route.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import { channelParams } from '../channel-wire.ts'
import { findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `POST /store/channels/{id}/leave`. */
export const channelLeave = defineRoute({
  method: 'post',
  path: '/store/channels/{id}/leave',
  access: ['own'],
  tags: ['Channels'],
  summary: 'Closes a channel for both people; one that is closed stays as it is',
  description: 'Both can still read it. Only the person who left it can open it again.',
  request: { params: channelParams },
  answers: { 204: { description: 'It is closed' }, ...problemResponses },
  handle: (ports: Pick<ChannelPorts, 'channels' | 'live'>) => async (c) => {
    const { channel, person } = await findChannel(ports, c.req.valid('param').id, c.get('caller'))
    await ports.channels.end(channel.id, { at: Date.now(), why: 'left', by: person })
    ports.live.nudge()
    return c.body(null, 204)
  },
})
