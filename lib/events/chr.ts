import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireId } from '#lib/events/wire-fields.ts'

/** There is less to read in a channel. */
export const chr = defineActingEvent({
  name: 'chr',
  summary:
    'Somebody read messages of a channel, or deleted one; how many are unread now is asked from storage',
  acts: 'service',
  wire: z.object({ channel: wireId }),
  parse: (wire) => wire,
  sample: { channel: '019a0000-0000-7000-8000-000000000004' },
})
