import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireId, wireText } from '#lib/events/wire-fields.ts'

/** A chat message was written; the bus never carries its text. */
export const chm = defineActingEvent({
  name: 'chm',
  summary: 'A chat message was written in a channel; the event contains ids only, the text stays in storage',
  acts: 'service',
  wire: z.object({ channel: wireId, message: wireId, sender: wireText }),
  parse: (wire) => wire,
  sample: {
    channel: '019a0000-0000-7000-8000-000000000004',
    message: '019a0000-0000-7000-8000-000000000005',
    sender: 'ben',
  },
})
