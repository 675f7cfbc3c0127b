import { z } from 'zod'
import { defineEvent } from '#lib/events/define-event.ts'
import { wireDevice, wireMeasure, wireText } from '#lib/events/wire-fields.ts'

/** A phone reports something other than its current position: a past visit, a trip, a geofence, or a heartbeat. */
export const phone = defineEvent({
  name: 'phone',
  summary:
    'A phone reports something other than its current position, such as a visit or a trip; it moves no search or offer',
  wire: z.object({
    di: wireDevice,
    kind: wireText,
    lt: wireMeasure,
    lg: wireMeasure,
    a: wireMeasure,
    from: wireText.optional(),
    to: wireText.optional(),
  }),
  parse: ({ di, kind, lt, lg, a, from, to }) => ({
    device: di,
    kind,
    at: lt === undefined || lg === undefined ? undefined : { lat: lt, lng: lg },
    accuracyMeters: a,
    from,
    to,
  }),
  sample: {
    di: 'phone-1',
    kind: 'visit',
    lt: 52.5219,
    lg: 13.4132,
    a: 30,
    from: '2026-01-01T08:00:00.000Z',
    to: '2026-01-01T09:30:00.000Z',
  },
})
