import { z } from 'zod'
import { defineEvent } from '#lib/events/define-event.ts'
import { wireText } from '#lib/events/wire-fields.ts'

/** A test call: travels the whole way and does nothing. */
export const w = defineEvent({
  name: 'w',
  summary: 'A test call that travels the whole way and does nothing',
  wire: z.object({ wor: wireText.optional() }),
  parse: ({ wor }) => ({ word: wor }),
  sample: { wor: 'king' },
})
