import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireDevice, wireMeasure, wireNumber } from '#lib/events/wire-fields.ts'

/** A device says where it is now. */
export const geo = defineActingEvent({
  name: 'geo',
  summary: 'A device says where it is now; proven by its key it moves the searches and offers that follow it',
  acts: 'device',
  wire: z.object({ di: wireDevice, lt: wireNumber, lg: wireNumber, a: wireMeasure }),
  // The device need not stand in the params of an event that has it as its subject, as a CloudEvent does. One that stands
  // there may be a number, which names the device of that text.
  fieldsOf({ subject, data }) {
    const { di = null } = data.params
    return { ...data.params, di: typeof di === 'number' ? String(di) : (di ?? subject) }
  },
  parse: ({ di, lt, lg, a }) => ({ device: di, at: { lat: lt, lng: lg }, accuracyMeters: a }),
  sample: { di: 'phone-1', lt: '52.5219', lg: '13.4132', a: '12' },
})
