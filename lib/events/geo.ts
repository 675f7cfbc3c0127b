import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireDevice, wireMeasure, wireNumber } from '#lib/events/wire-fields.ts'

/** A device reports its current position. */
export const geo = defineActingEvent({
  name: 'geo',
  summary:
    'A device reports its current position; if proven by its key, it moves the searches and offers that follow the device',
  acts: 'device',
  wire: z.object({ di: wireDevice, lt: wireNumber, lg: wireNumber, a: wireMeasure }),
  // If params name no device, the subject of the event is the device, as in a CloudEvent. A number in `di` means the device whose
  // id is its text.
  fieldsOf({ subject, data }) {
    const { di = null } = data.params
    return { ...data.params, di: typeof di === 'number' ? String(di) : (di ?? subject) }
  },
  parse: ({ di, lt, lg, a }) => ({ device: di, at: { lat: lt, lng: lg }, accuracyMeters: a }),
  sample: { di: 'phone-1', lt: '52.5219', lg: '13.4132', a: '12' },
})
