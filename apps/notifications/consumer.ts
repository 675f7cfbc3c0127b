import { defineConsumer } from '#lib/event-bus/define-consumer.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import { takeNotices, type NoticePorts } from './take-notices.ts'

/** Notices become deliveries. */
export const noticesConsumer = defineConsumer<NoticePorts>({
  does: 'makes a delivery for each device that is to ring',
  topic: NOTICES,
  group: 'notifications',
  from: 'earliest',
  handle: takeNotices,
})
