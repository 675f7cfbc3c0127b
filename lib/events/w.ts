import { z } from 'zod'
import { defineEvent } from '#lib/events/define-event.ts'
import { wireText } from '#lib/events/wire-fields.ts'

/** A test event: it passes through the whole platform and has no effect. */
export const w = defineEvent({
  name: 'w',
  summary: 'A test event that passes through the whole platform and has no effect',
  wire: z.object({ wor: wireText.optional() }),
  parse: ({ wor }) => ({ word: wor }),
  sample: { wor: 'king' },
})
