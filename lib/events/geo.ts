import { z } from 'zod'
import { defineEvent } from '#lib/events/define-event.ts'
import { wireDevice, wireMeasure, wireNumber } from '#lib/events/wire-fields.ts'

/** A device says where it is now. */
export const geo = defineEvent({
  name: 'geo',
  summary: 'A device says where it is now; proven by its key it moves the searches and offers that follow it',
  wire: z.object({ di: wireDevice, lt: wireNumber, lg: wireNumber, a: wireMeasure }),
  parse: ({ di, lt, lg, a }) => ({ device: di, at: { lat: lt, lng: lg }, accuracyMeters: a }),
  sample: { di: 'phone-1', lt: '52.5219', lg: '13.4132', a: '12' },
})
