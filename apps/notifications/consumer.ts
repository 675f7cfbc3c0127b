import { defineConsumer } from '#lib/event-bus/define-consumer.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import { createNoticeHandler, type NoticePorts } from './create-notice-handler.ts'

/** The consumer that turns notices into deliveries. */
export const noticesConsumer = defineConsumer<NoticePorts>({
  does: 'creates a delivery for each device to ring',
  topic: NOTICES,
  group: 'notifications',
  from: 'earliest',
  handle: createNoticeHandler,
})
