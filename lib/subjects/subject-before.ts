import { fieldsBefore } from '#lib/subjects/fields-of.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** What subjects of older versions have, that were written before there were these fields. */
export const subjectBefore = {
  ...fieldsBefore,
  stage: 'open',
  hidden: false,
} as const satisfies Partial<Subject>
