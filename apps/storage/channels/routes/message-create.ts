import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { BEFORE_ANSWER_MAX } from '#lib/trust/message-limits.ts'
import type { Message, NewMessage } from '#lib/store/channels.ts'
import { screenMessage } from '../../forbidden/screen-message.ts'
import { comesTooEarly, isClosed } from '../channel-problems.ts'
import { channelParams, messageDraft, messageSchema, messageTag, showMessage } from '../channel-wire.ts'
import { checkOpen, checkTime, findChannel } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

/** `POST /store/channels/{id}/messages`. */
export const messageCreate = defineRoute({
  method: 'post',
  path: '/store/channels/{id}/messages',
  access: ['own'],
  tags: ['Channels'],
  summary: 'Writes a message to the other person of a channel',
  description:
    'Until the other person has written, there are at most two messages, and no links. Pictures can be sent after five messages.',
  request: { params: channelParams, body: { required: true, ...json(messageDraft, 'The message') } },
  answers: {
    200: json(messageSchema, 'It was written before, under this id'),
    201: json(messageSchema, 'As it is kept'),
    ...problemResponses,
  },
  handle: (ports: ChannelPorts) => async (c) => {
    const { channels, channelCourier, live } = ports
    const own = await findChannel(ports, c.req.valid('param').id, c.get('caller'))
    const { id = newId(), text, image } = c.req.valid('json')
    const message = { channel: own.channel.id, id, from: own.person, at: Date.now(), text, image }
    const known = await channels.message(message.channel, id)
    if (known !== undefined) {
      checkSame(known, message)
      return c.json(showMessage(known), 200, { etag: messageTag(known) })
    }
    ports.takeWrite(own.person, 'message')
    checkTime(own, message)
    await screenMessage(ports, text)
    await checkOpen(ports, own)
    const said = await channels.say(message, [written(message)], { beforeAnswerMax: BEFORE_ANSWER_MAX })
    if (said === 'closed') throw isClosed()
    if (said === 'unanswered') throw comesTooEarly('not_answered')
    checkSame(said, message)
    channelCourier.nudge()
    live.nudge()
    return c.json(showMessage(said), 201, { etag: messageTag(said) })
  },
})

/**
 * Checks that a message which is kept under an id is the one that was sent. It may have been changed since.
 *
 * @throws {ProblemError} 422 when it is another one.
 */
function checkSame({ from, text, image, version }: Message, sent: NewMessage): void {
  if (from === sent.from && (version > 1 || (text === sent.text && image === sent.image))) return
  const detail = 'Another message of this channel has this id'
  throw new ProblemError({ status: 422, code: 'id_reused', field: 'id', detail })
}

/** The event of a message. Its text stays here. */
function written({ channel, id, from, at }: NewMessage) {
  return { id: newId(), type: 'chm', time: at, params: { channel, message: id, sender: from } }
}
