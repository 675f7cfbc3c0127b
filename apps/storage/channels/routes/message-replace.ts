import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { screenMessage } from '../../forbidden/screen-message.ts'
import { ifMatchMissing } from '#lib/http/if-match.ts'
import { changeMessage } from '../change-message.ts'
import { messageEdit, messageParams, messageSchema, messageTag, showMessage } from '../channel-wire.ts'
import { checkOpen, checkTime, findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `PUT /store/channels/{id}/messages/{message}`. */
export const messageReplace = defineRoute({
  method: 'put',
  path: '/store/channels/{id}/messages/{message}',
  access: ['own'],
  tags: ['Channels'],
  summary:
    "Replaces the text of a message of the caller's own within 15 minutes; If-Match names the state that was read",
  request: { params: messageParams, body: { required: true, ...json(messageEdit, 'The text') } },
  answers: { 200: json(messageSchema, 'As it is kept'), ...problemResponses },
  handle: (ports: ChannelPorts) => async (c) => {
    const { id, message } = c.req.valid('param')
    const own = await findChannel(ports, id, c.get('caller'))
    const ifMatch = c.req.header('if-match')
    if (ifMatch === undefined) throw ifMatchMissing()
    const { text } = c.req.valid('json')
    ports.takeWrite(own.person, 'message')
    checkTime(own, { text })
    await screenMessage(ports, text)
    await checkOpen(ports, own)
    const changed = await changeMessage(ports, own, { message, to: { text }, ifMatch })
    return c.json(showMessage(changed), 200, { etag: messageTag(changed) })
  },
})
