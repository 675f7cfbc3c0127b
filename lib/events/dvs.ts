import { z } from 'zod'
import { defineActingEvent } from '#lib/events/define-event.ts'
import { wireDevice, wireNumber, wireText } from '#lib/events/wire-fields.ts'

/** A device has been silent for long. */
export const dvs = defineActingEvent({
  name: 'dvs',
  summary:
    'A device has sent no position for DEVICE_SILENT_SECONDS; what follows it is paused until its next position',
  acts: 'service',
  wire: z.object({ owner: wireText, device: wireDevice, seen: wireNumber }),
  /** `seen` is the time of its last position, in milliseconds since 1970. */
  parse: ({ owner, device, seen }) => ({ owner, device, seenMs: seen }),
  sample: { owner: 'ben', device: 'phone-1', seen: 1_767_225_600_000 },
})
