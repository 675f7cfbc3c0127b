import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireId } from '#lib/events/wire-fields.ts'

/** A match was found and at least one side was notified. */
export const mtf = defineActingEvent({
  name: 'mtf',
  summary: 'The first notification of a match was sent; apps/notifications reports it once per match',
  acts: 'service',
  wire: z.object({ match: wireId, oid: wireId, sid: wireId }),
  parse: ({ match, oid, sid }) => ({ match, offer: oid, search: sid }),
  sample: {
    match: '019a0000-0000-7000-8000-000000000003',
    oid: '019a0000-0000-7000-8000-000000000002',
    sid: '019a0000-0000-7000-8000-000000000001',
  },
})
