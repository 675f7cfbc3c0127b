import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { unreadChanged } from '../unread-changed.ts'
import { channelParams } from '../channel-wire.ts'
import { findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

const mark = z
  .object({ seq: z.int({ error: 'must be a whole number' }).min(0, { error: 'must be at least 0' }) })
  .openapi('ReadMark')

/** `POST /store/channels/{id}/read`. */
export const channelRead = defineRoute({
  method: 'post',
  path: '/store/channels/{id}/read',
  access: ['own'],
  tags: ['Channels'],
  summary: 'Marks the messages of a channel as read, up to one of them; marks never go back',
  request: {
    params: channelParams,
    body: { required: true, ...json(mark, 'The "seq" of the last one that was read') },
  },
  answers: { 204: { description: 'They are marked' }, ...problemResponses },
  handle: (ports: Pick<ChannelPorts, 'channels' | 'channelCourier' | 'live'>) => async (c) => {
    const { channel, person } = await findChannel(ports, c.req.valid('param').id, c.get('caller'))
    const { seq } = c.req.valid('json')
    await ports.channels.read(channel.id, { person, seq }, [unreadChanged(channel.id, Date.now())])
    ports.channelCourier.nudge()
    ports.live.nudge()
    return c.body(null, 204)
  },
})
