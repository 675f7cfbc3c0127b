import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireText } from '#lib/events/wire-fields.ts'

/** A bulk update of the offers of one owner has ended. */
export const bud = defineActingEvent({
  name: 'bud',
  summary: 'A bulk update of an owner has ended; workers/actions requests a new matching of its offers',
  acts: 'service',
  wire: z.object({ owner: wireText }),
  parse: ({ owner }) => ({ owner }),
  sample: { owner: 'importer:demo-city' },
})
