import { defineActingEvent } from '#lib/events/define-event.ts'
import { parseSubjectChange, subjectChangeWire } from '#lib/events/subject-change.ts'

/** An offer was created, edited, activated, deactivated, matched again or deleted. */
export const offr = defineActingEvent({
  name: 'offr',
  summary: 'An offer changed; apps/storage reports it, and apps/matching matches it again',
  acts: 'service',
  wire: subjectChangeWire,
  parse: parseSubjectChange,
  sample: {
    _id: '019a0000-0000-7000-8000-000000000001',
    action: 'create',
    owner: 'anna',
    title: 'Bicycle',
    isact: true,
  },
})
