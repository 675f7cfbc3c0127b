import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireText } from '#lib/events/wire-fields.ts'

/** A bulk update of one owner's offers is done. */
export const bud = defineActingEvent({
  name: 'bud',
  summary: 'A bulk update of an owner is done; workers/actions asks for its offers to be matched anew',
  acts: 'service',
  wire: z.object({ owner: wireText }),
  parse: ({ owner }) => ({ owner }),
  sample: { owner: 'importer:demo-city' },
})
