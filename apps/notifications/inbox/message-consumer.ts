import { defineActingConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { chm } from '#lib/events/chm.ts'
import { chr } from '#lib/events/chr.ts'
import { createMessageHandler, type MessagePorts } from './create-message-handler.ts'

/** The consumer that shows unread messages in inboxes. */
export const messagesConsumer = defineActingConsumer({
  does: 'shows unread messages in the inbox',
  topic: EVENTS,
  group: 'notifications-messages',
  from: 'earliest',
  acts: [chm, chr],
  replayed: 'skip',
  handle: (ports: MessagePorts) => createMessageHandler(ports),
})
